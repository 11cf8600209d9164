package main

import (
	"context"
	"net/http"
	"testing"

	"github.com/coder/websocket"
	"github.com/tidwall/gjson"
)

// openWebSocket opens a WebSocket. If it is refused, the status is returned.
func openWebSocket(t *testing.T, p *program, origin string) (*websocket.Conn, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	conn, response, err := websocket.Dial(ctx, p.address+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: header})
	if err != nil && response == nil {
		t.Fatal(err)
	}
	return conn, response.StatusCode
}

// initWebSocket opens a WebSocket and sends connection_init with a payload. It returns the type of the reply, or the code of the close.
func initWebSocket(t *testing.T, p *program, origin, payload string) (got string) {
	t.Helper()
	var conn *websocket.Conn
	until(t, "there is a place", func() bool {
		var status int
		conn, status = openWebSocket(t, p, origin)
		return status != http.StatusTooManyRequests // the one before may not have left yet
	})
	if conn == nil {
		return "refused"
	}
	defer conn.CloseNow()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if _, status := openWebSocket(t, p, origin); status != http.StatusTooManyRequests {
		t.Errorf("a second stream is answered with %d", status)
	}
	if err := conn.Write(ctx, websocket.MessageText, []byte(`{"type":"connection_init","payload":`+payload+`}`)); err != nil {
		t.Fatal(err)
	}
	_, answer, err := conn.Read(ctx)
	if err != nil {
		return map[websocket.StatusCode]string{4403: "4403"}[websocket.CloseStatus(err)]
	}
	return gjson.GetBytes(answer, "type").String()
}
