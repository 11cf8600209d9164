package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// A client that sends all of a body that is far too large before it reads gets the refusal, and no reset connection.
func TestTooLargeBodyGetsItsRefusal(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	for name, framing := range map[string]string{"with a length": "Content-Length: 33554432\r\n\r\n", "in chunks": "Transfer-Encoding: chunked\r\n\r\n2000000\r\n"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: city\r\nContent-Type: application/json\r\n%s%s", framing, strings.Repeat(" ", 32<<20)); err != nil {
			t.Errorf("%s: the body could not be sent: %v", name, err)
		}
		if framing[0] == 'T' {
			fmt.Fprint(conn, "\r\n0\r\n\r\n")
		}
		if got, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || got.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
