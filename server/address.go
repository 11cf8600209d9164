package main

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// proxies are the networks of the proxies in front of us, whose word on a client's address is believed.
type proxies []netip.Prefix

// client is the network address that a request comes from: what the nearest proxy of ours says, or else who connected. From
// the right, X-Forwarded-For names who each proxy spoke to; whatever stands left of the first stranger may be invented.
func (p proxies) client(r *http.Request) netip.Addr {
	connected, _ := netip.ParseAddrPort(r.RemoteAddr) // the zero address for what is none
	client := plain(connected.Addr())
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		if !p.have(client) {
			break
		}
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		client = plain(before)
	}
	return client
}

// have tells whether an address is one of the proxies'.
func (p proxies) have(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(address) })
}

// plain is an address without its zone, an IPv4 address as such.
func plain(address netip.Addr) netip.Addr { return address.Unmap().WithZone("") }

// household is the network that one client has for itself: with IPv6 that is a whole /64.
func household(client netip.Addr) netip.Prefix {
	bits := client.BitLen()
	if client.Is6() {
		bits = 64
	}
	network, _ := client.Prefix(bits) // the zero prefix for the zero address
	return network
}
