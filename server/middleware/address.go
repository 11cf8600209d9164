package middleware

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"minyi/domain/civic"
)

// Proxies are the networks of the trusted reverse proxies. Only their X-Forwarded-For headers are believed.
type Proxies []netip.Prefix

// client returns the network address that a request comes from. It reads X-Forwarded-For from the right, because each proxy
// appends the address that connected to it. It stops at the first address that is not a trusted proxy: the client may have
// invented everything to the left of that address.
func (p Proxies) client(r *http.Request) netip.Addr {
	connected, _ := netip.ParseAddrPort(r.RemoteAddr) // the zero address if it cannot be read
	client := plainAddress(connected.Addr())
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !p.contain(client) {
			break
		}
		previous, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		client = plainAddress(previous)
	}
	return client
}

// NetworkOf names the network of the client of a request.
func (p Proxies) NetworkOf(r *http.Request) string { return clientNetwork(p.client(r)).String() }

// nameOf names the client of a request: the account of a person who is signed in, else the network of the client. A browser key does not
// count as an account here, because anybody can have many.
func (p Proxies) nameOf(r *http.Request) string {
	if actor := civic.ActorOf(r.Context()); actor.SignedIn() && actor.Assurance != civic.Anonymous {
		return actor.Account.String()
	}
	return p.NetworkOf(r)
}

// contain tells whether an address belongs to a trusted proxy.
func (p Proxies) contain(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(address) })
}

// plainAddress removes the zone and turns an IPv4-mapped IPv6 address into IPv4.
func plainAddress(address netip.Addr) netip.Addr { return address.Unmap().WithZone("") }

// clientNetwork returns the network that one client can use freely: one IPv4 address, or a whole /64 with IPv6.
func clientNetwork(client netip.Addr) netip.Prefix {
	bits := client.BitLen()
	if client.Is6() {
		bits = 64
	}
	network, _ := client.Prefix(bits) // the zero prefix for the zero address
	return network
}
