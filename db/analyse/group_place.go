package analysedb

import (
	"slices"

	"github.com/google/uuid"

	"minyi/domain/analyse"
	"minyi/domain/civic"
)

func distinct(numbers []int32) []int32 {
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// remove takes a comment out of its group.
func (g *grouping) remove(m *groupedRow) {
	g.now.add(m.Author, keyOf(m.Campaign), -1)
	g.gone = append(g.gone, m.Key)
	if m.Sketched {
		g.unsketched = append(g.unsketched, m.Key)
		if m.Campaign != nil {
			g.touched[*m.Campaign] = true
		}
	}
	if m.Campaign != nil {
		g.touch(*m.Campaign)
	}
	m.Campaign, m.Grouped = nil, false
}

// touch notes that the size of a campaign may change.
func (g *grouping) touch(campaign uuid.UUID) {
	if !g.touched[campaign] {
		g.touched[campaign] = false
	}
}

// placeAll puts what is new into its groups, one comment after the other.
func (g *grouping) placeAll() {
	for _, m := range g.rows {
		if m.known == nil {
			continue
		}
		place := analyse.PlaceOf(m.known.Sketch, g.compared(m.known.Sketch))
		g.now.add(m.Author, uuid.Nil, 1)
		g.of[m.known] = m
		if place.Like != nil {
			campaign := g.campaignOf(place.Like)
			g.join(m, campaign)
			for _, other := range place.Joins {
				g.unite(other, campaign)
			}
		}
		if place.Known && len(m.known.Bands) > 0 {
			g.bands[m.Key] = g.index.Add(m.known)
		}
	}
}

// compared are the candidates whose words were read.
func (g *grouping) compared(s analyse.Sketch) []*analyse.Known {
	return slices.DeleteFunc(g.index.Candidates(s), func(k *analyse.Known) bool { return g.of[k] == nil })
}

// campaignOf is the campaign of a known comment; a new one if it was alone.
func (g *grouping) campaignOf(k *analyse.Known) uuid.UUID {
	if k.Campaign = g.heir(k.Campaign); k.Campaign == uuid.Nil {
		made := civic.NewKey()
		g.made = append(g.made, made)
		g.join(g.of[k], made)
	}
	return k.Campaign
}

// heir is the campaign that another one was merged into.
func (g *grouping) heir(campaign uuid.UUID) uuid.UUID {
	for into, is := g.merged[campaign]; is; into, is = g.merged[campaign] {
		campaign = into
	}
	return campaign
}

// join puts a comment that is in no campaign into one.
func (g *grouping) join(m *groupedRow, campaign uuid.UUID) {
	g.touch(campaign)
	g.now.add(m.Author, uuid.Nil, -1)
	g.now.add(m.Author, campaign, 1)
	m.Campaign, m.known.Campaign = &campaign, campaign
}

// unite puts what a known comment stands for into a campaign, unless staff keep the two apart.
func (g *grouping) unite(k *analyse.Known, campaign uuid.UUID) {
	campaign = g.heir(campaign)
	switch was := g.heir(k.Campaign); {
	case was == campaign, g.kept[was], g.kept[campaign]:
	case was == uuid.Nil:
		g.join(g.of[k], campaign)
	default:
		g.merged[was] = campaign
		g.touch(was)
	}
}
