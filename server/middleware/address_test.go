package middleware

import (
	"net/http/httptest"
	"net/netip"
	"testing"
)

// TestClient tells clients behind proxies apart; what they invent about themselves is not believed.
func TestClient(t *testing.T) {
	t.Parallel()
	ours := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:ffff::/48")}
	for name, c := range map[string]struct {
		trusted   Proxies
		connected string
		forwarded []string
		want      string
	}{
		"no proxy":                   {nil, "203.0.113.7:40000", nil, "203.0.113.7/32"},
		"no proxy, invented":         {nil, "203.0.113.7:40000", []string{"198.51.100.1"}, "203.0.113.7/32"},
		"a stranger who invents":     {ours, "203.0.113.7:40000", []string{"198.51.100.1"}, "203.0.113.7/32"},
		"a proxy":                    {ours, "10.0.0.1:40000", []string{"203.0.113.7"}, "203.0.113.7/32"},
		"a proxy that says nothing":  {ours, "10.0.0.1:40000", nil, "10.0.0.1/32"},
		"two proxies":                {ours, "10.0.0.1:40000", []string{"203.0.113.7, 10.2.2.2"}, "203.0.113.7/32"},
		"two headers":                {ours, "10.0.0.1:40000", []string{"203.0.113.7", "10.2.2.2"}, "203.0.113.7/32"},
		"invented on the left":       {ours, "10.0.0.1:40000", []string{"198.51.100.1, 203.0.113.7"}, "203.0.113.7/32"},
		"invented in another header": {ours, "10.0.0.1:40000", []string{"10.9.9.9", "203.0.113.7"}, "203.0.113.7/32"},
		"says to be a proxy":         {ours, "10.0.0.1:40000", []string{"198.51.100.1, 10.9.9.9, 203.0.113.7, 10.2.2.2"}, "203.0.113.7/32"},
		"garbage":                    {ours, "10.0.0.1:40000", []string{"198.51.100.1, unknown"}, "10.0.0.1/32"},
		"garbage left of the client": {ours, "10.0.0.1:40000", []string{"' OR 1=1, 203.0.113.7"}, "203.0.113.7/32"},
		"IPv6 by its network":        {ours, "[2001:db8:1:2:3:4:5:6]:40000", nil, "2001:db8:1:2::/64"},
		"IPv6 through a proxy":       {ours, "[2001:db8:ffff::1]:40000", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::/64"},
		"IPv4 within IPv6":           {ours, "[::ffff:10.0.0.1]:40000", []string{"::ffff:203.0.113.7"}, "203.0.113.7/32"},
		"only proxies":               {ours, "10.0.0.1:40000", []string{"10.3.3.3"}, "10.3.3.3/32"},
		"no address":                 {ours, "@", nil, "invalid Prefix"},
	} {
		r := httptest.NewRequest("POST", "/graphql", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = c.connected, c.forwarded
		if got := clientNetwork(c.trusted.client(r)).String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
