package graph_test

import (
	"slices"
	"testing"

	"minyi/graph/graphtest"
)

const (
	openChannel      = `mutation ($input: OpenChannelInput!) { openChannel(input: $input) { channel { id name address secret tally { queued } } userErrors { code field message } } }`
	closeChannel     = `mutation ($input: CloseChannelInput!) { closeChannel(input: $input) { channel { id closedAt } userErrors { code field message } } }`
	renewSecret      = `mutation ($input: RenewChannelSecretInput!) { renewChannelSecret(input: $input) { channel { id secret } userErrors { code field message } } }`
	retryRelease     = `mutation ($input: RetryReleaseInput!) { retryRelease(input: $input) { release { id state } userErrors { code field message } } }`
	settleIt         = `mutation ($input: SettleReleaseInput!) { settleRelease(input: $input) { release { id state url } userErrors { code field message } } }`
	takeItDown       = `mutation ($input: TakeDownInput!) { takeDown(input: $input) { content { id } userErrors { code field message } } }`
	readReleases     = `query ($filter: ReleaseFilter) { channelReleases(filter: $filter) { totalCount nodes { id action state failure url version content { id } channel { id } } } }`
	readChannelTally = `query ($id: ID!) { node(id: $id) { ... on Channel { tally { queued sending confirmed rejected unknown takenDown } } } }`
)

// channelOf is a new channel of a department; pairs of name and value change it.
func channelOf(department string, more ...any) map[string]any {
	return with(map[string]any{"departmentId": department, "kind": "WEBHOOK", "name": "三亚发布", "locale": "zh", "address": "https://hooks.example.org/minyi"}, more...)
}

// channel is an open channel.
func (m *matrix) channel(more ...any) string {
	m.Helper()
	return m.city.Publisher().Must(openChannel, "input", channelOf(m.housing, more...)).Get("openChannel.channel.id").String()
}

// sent is a release on a new channel, in a state.
func (m *matrix) sent(state string) (content, release string) {
	m.Helper()
	channel := m.channel()
	content = released(m)
	m.city.SQL.MustExec(`UPDATE channel_releases SET state = $1`, state)
	return content, m.city.Publisher().Must(readReleases, "filter", map[string]any{"channelId": channel}).Get("channelReleases.nodes.0.id").String()
}

var (
	_ = inMatrix("openChannel", func(m *matrix, _ *graphtest.Client) map[string]any { return channelOf(m.housing) })
	_ = inMatrix("closeChannel", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"channelId": m.channel(), "reason": "账号停用。"}
	})
	_ = inMatrix("renewChannelSecret", func(m *matrix, _ *graphtest.Client) map[string]any { return map[string]any{"channelId": m.channel()} })
	_ = inMatrix("retryRelease", func(m *matrix, _ *graphtest.Client) map[string]any {
		_, release := m.sent("REJECTED")
		return map[string]any{"releaseId": release}
	})
	_ = inMatrix("settleRelease", func(m *matrix, _ *graphtest.Client) map[string]any {
		_, release := m.sent("UNKNOWN")
		return map[string]any{"releaseId": release, "arrived": true, "reason": "已在公众号看到。"}
	})
	_ = inMatrix("takeDown", func(m *matrix, _ *graphtest.Client) map[string]any {
		content, _ := m.sent("CONFIRMED")
		return map[string]any{"contentId": content, "reason": "内容有误。"}
	})
	_ = inFields("Channel.address", `query ($id: ID!) { node(id: $id) { ... on Channel { address } } }`, func(m *matrix) string { return m.channel() })
	_ = inFields("Channel.secret", `query ($id: ID!) { node(id: $id) { ... on Channel { secret } } }`, func(m *matrix) string { return m.channel() })
)

// TestReleasesWaitForTheirChannels writes a release to each channel with the release itself, chases copies by a correction, and is refused.
func TestReleasesWaitForTheirChannels(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	before := released(m)
	hook, english := m.channel(), m.channel("locale", "en", "name", "Sanya")
	id := released(m)
	list := func(channel string) string {
		t.Helper()
		return m.city.Publisher().Must(readReleases, "filter", map[string]any{"channelId": channel}).Get(`channelReleases.nodes.#(state!="").state`).String()
	}
	if got := list(hook); got != "QUEUED" {
		t.Errorf("on the webhook the release is %q", got)
	}
	failed := m.city.Publisher().Must(readReleases, "filter", map[string]any{"channelId": english}).Get("channelReleases")
	if failed.Get("nodes.0.failure").String() != "TRANSLATION_MISSING" || failed.Get("nodes.0.state").String() != "REJECTED" || failed.Get("totalCount").Int() != 1 {
		t.Errorf("without words in English the release is %s", failed.Raw)
	}
	if got := m.city.Anyone().Must(readReleases).Get("channelReleases.totalCount").Int(); got != 0 {
		t.Errorf("the public sees %d releases that did not arrive", got)
	}
	m.city.SQL.MustExec(`UPDATE channel_releases SET state = 'CONFIRMED', url = 'https://hooks.example.org/1' WHERE state = 'QUEUED'`)
	if got := m.city.Anyone().Must(readReleases).Get("channelReleases.nodes.0"); got.Get("content.id").String() != id || got.Get("url").String() != "https://hooks.example.org/1" {
		t.Errorf("the public reads %s", got.Raw)
	}
	next := m.city.Editor().Must(reviseInterpretation, "input", map[string]any{"contentId": id, "interpretation": interpretation("title", zh("更正后的解读"))}).Get("reviseInterpretation.interpretation.id").String()
	release(m.city, next)
	tally := func(want string) {
		t.Helper()
		if got := m.city.Anyone().Must(readChannelTally, "id", hook).Get("node.tally").Raw; got != want {
			t.Errorf("the channel counts %s, want %s", got, want)
		}
	}
	tally(`{"queued":2,"sending":0,"confirmed":1,"rejected":0,"unknown":0,"takenDown":0}`)
	third := m.city.Editor().Must(reviseInterpretation, "input", map[string]any{"contentId": next, "interpretation": interpretation("title", zh("再次更正"))}).Get("reviseInterpretation.interpretation.id").String()
	release(m.city, third)
	tally(`{"queued":2,"sending":0,"confirmed":1,"rejected":0,"unknown":0,"takenDown":1}`)

	down := map[string]any{"contentId": third, "reason": "内容有误。"}
	_, unknown := m.sent("UNKNOWN")
	m.city.Publisher().Must(settleIt, "input", map[string]any{"releaseId": unknown, "arrived": true, "url": "https://mp.example.org/2", "reason": "已看到。"})
	m.city.Publisher().Must(closeChannel, "input", map[string]any{"channelId": hook, "reason": "停用。"})
	for what, c := range map[string]struct {
		who   *graphtest.Client
		query string
		input map[string]any
		want  string
	}{
		"another name":                {m.city.Publisher(), openChannel, channelOf(m.housing, "name", "别名"), "CHANNEL_NAME_DIFFERS name"},
		"no address":                  {m.city.Publisher(), openChannel, channelOf(m.housing, "address", nil), "ADDRESS_REQUIRED address"},
		"a file":                      {m.city.Publisher(), openChannel, channelOf(m.housing, "address", "file:///etc/passwd"), "INVALID address"},
		"a password in it":            {m.city.Publisher(), openChannel, channelOf(m.housing, "address", "https://a:b@example.org"), "INVALID address"},
		"a mailbox with a header":     {m.city.Publisher(), openChannel, channelOf(m.housing, "kind", "EMAIL", "address", "a@example.org\r\nBcc: b@example.org", "unsubscribe", "https://example.org/"), "INVALID address"},
		"mail that nobody can leave":  {m.city.Publisher(), openChannel, channelOf(m.housing, "kind", "EMAIL", "address", "a@example.org"), "UNSUBSCRIBE_REQUIRED unsubscribe"},
		"a closed channel":            {m.city.Publisher(), renewSecret, map[string]any{"channelId": hook}, "CHANNEL_CLOSED channelId"},
		"settled already":             {m.city.Publisher(), settleIt, map[string]any{"releaseId": unknown, "arrived": false, "reason": "没有。"}, "WRONG_RELEASE_STATE releaseId"},
		"a repetition of what stands": {m.city.Publisher(), retryRelease, map[string]any{"releaseId": unknown}, "WRONG_RELEASE_STATE releaseId"},
		"what was not released":       {m.city.Publisher(), takeItDown, with(down, "contentId", m.written("APPROVED")), "NOTHING_STANDS contentId"},
		"what stands nowhere":         {m.city.Publisher(), takeItDown, with(down, "contentId", before, "channelIds", []string{hook}), "NOTHING_STANDS contentId"},
		"a draft of a policy":         {m.city.Publisher(), takeItDown, with(down, "contentId", m.asked.Draft), "BAD_ID contentId"},
	} {
		if got := graphtest.Problems(c.who.Ask(c.query, "input", c.input)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
	}
}
