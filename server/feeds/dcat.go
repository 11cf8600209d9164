package feeds

import (
	"encoding/json"
	"fmt"
	"net/http"

	disclosedb "minyi/db/disclose"
	"minyi/domain/civic"
)

// dcatContext gives the prefixes of DCAT-AP.
var dcatContext = map[string]string{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#"}

// node is a node of JSON-LD.
type node map[string]any

// dcat writes the catalogues in force as DCAT-AP in JSON-LD: one catalogue with a part for each district and field, and a dataset for each row.
func (s Site) dcat(w http.ResponseWriter, r *http.Request) error {
	catalogues, err := disclosedb.OpenCatalogues(r.Context(), s.DB)
	if err != nil {
		return err
	}
	parts := []node{}
	for _, c := range catalogues {
		items, err := disclosedb.OpenItems(r.Context(), s.DB, c)
		if err != nil {
			return err
		}
		parts = append(parts, s.catalogue(c, items))
	}
	publisher := node{"@type": "foaf:Agent", "foaf:name": chinese("政府信息公开")}
	w.Header().Set("Content-Type", "application/ld+json")
	return json.NewEncoder(w).Encode(node{"@context": dcatContext, "@id": s.URL + "/catalogues.jsonld", "@type": "dcat:Catalog", "dct:title": chinese("基层政务公开标准目录"),
		"dct:description": chinese("各区各领域应当公开的信息。"), "dct:publisher": publisher, "dct:language": s.language(), "foaf:homepage": node{"@id": s.URL + "/"}, "dcat:catalog": parts})
}

// catalogue is one catalogue.
func (s Site) catalogue(c disclosedb.OpenCatalogue, items []disclosedb.OpenItem) node {
	publisher := node{"@id": s.named(civic.IDOf(civic.DepartmentKind, c.DepartmentKey)), "@type": "foaf:Agent", "foaf:name": chinese(c.Department.In(civic.Chinese))}
	datasets := []node{}
	for _, i := range items {
		d := node{"@id": s.named(i.ID()), "@type": "dcat:Dataset", "dct:identifier": i.ID().String(), "dct:title": chinese(i.Words.Level1 + "：" + i.Words.Elements), "dct:description": chinese(i.Words.Elements),
			"dct:publisher": publisher, "dcat:keyword": []node{chinese(c.Field)}, "dct:spatial": node{"@type": "dct:Location", "dct:title": chinese(c.District)}, "dct:conformsTo": node{"dct:title": chinese(i.Words.Bases)},
			"dct:accrualPeriodicity": node{"@type": "dct:Frequency", "dct:title": chinese(i.Words.TimeLimit)}}
		if i.URL != nil {
			d["dcat:distribution"] = []node{{"@type": "dcat:Distribution", "dcat:accessURL": node{"@id": *i.URL}, "dct:modified": node{"@type": "xsd:date", "@value": *i.FulfilledOn}}}
		}
		datasets = append(datasets, d)
	}
	return node{"@id": s.named(c.ID()), "@type": "dcat:Catalog", "dct:identifier": c.ID().String(), "dct:title": chinese(c.District + " " + c.Field), "dct:description": chinese(c.District + c.Field + "领域标准目录"),
		"dct:publisher": publisher, "dct:issued": node{"@type": "xsd:dateTime", "@value": stamp(*c.PublishedAt)}, "dcat:version": fmt.Sprint(c.Version), "dct:language": s.language(), "dcat:dataset": datasets}
}

// named is the address that names a thing.
func (s Site) named(id civic.ID) string { return s.URL + "/id/" + id.String() }

// language is Chinese in the vocabulary that DCAT-AP asks for.
func (Site) language() node {
	return node{"@id": "http://publications.europa.eu/resource/authority/language/ZHO"}
}

func chinese(words string) node { return node{"@language": "zh", "@value": words} }
