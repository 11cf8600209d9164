package main

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"time"

	"minyi/domain/civic"
	"minyi/graph/httpapi"
	"minyi/graph/live"
)

// The times of a stream.
const (
	longestStream = time.Hour        // then a client connects and shows its token again
	timeToTake    = 15 * time.Second // that a client has to take what is sent
)

// streams are the answers that last, of which a bounded number is open at once.
type streams struct {
	hub    *live.Hub
	places chan struct{}
	ending context.Context
	end    context.CancelFunc // ends them all
}

// newStreams takes so many at once.
func newStreams(most int, hub *live.Hub) *streams {
	s := &streams{hub: hub, places: make(chan struct{}, most)}
	s.ending, s.end = context.WithCancel(context.Background())
	return s
}

// apart keeps streams from the middlewares of requests that are answered at once, and gives them what they need instead.
func (s *streams) apart(around ...middleware) middleware {
	return func(next http.Handler) http.Handler {
		atOnce := chain(next, around...)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if httpapi.IsStream(r) {
				s.serve(next, w, r)
			} else {
				atOnce.ServeHTTP(w, r)
			}
		})
	}
}

// lasting makes a stream of each answer.
func (s *streams) lasting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(next, w, r) })
}

// serve runs one stream until its client or its time ends it. RATE_LIMITED where there are too many.
func (s *streams) serve(next http.Handler, w http.ResponseWriter, r *http.Request) {
	select {
	case s.places <- struct{}{}:
	default:
		refuse(w, r, civic.Refuse(civic.RateLimited, ""))
		return
	}
	defer func() { <-s.places }()
	ctx, cancel := context.WithTimeout(r.Context(), longestStream)
	defer cancel()
	defer context.AfterFunc(s.ending, cancel)()
	to := &streamWriter{ResponseWriter: w, control: http.NewResponseController(w), ctx: ctx}
	_ = to.control.SetReadDeadline(time.Time{})
	next.ServeHTTP(to, r.WithContext(ctx))
}

// close ends all streams and waits until they have, or the context; none begins any more.
func (s *streams) close(ctx context.Context) {
	s.end()
	for range cap(s.places) {
		select {
		case s.places <- struct{}{}:
		case <-ctx.Done():
			return
		}
	}
}

// streamWriter gives a client some time to take each piece, in place of a time for the whole answer.
type streamWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	ctx     context.Context
}

// Write sends a piece. After the stream's end nothing is sent: the client sees that it was cut off and begins anew, where
// "complete" would tell it that there is no more.
func (w *streamWriter) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	_ = w.control.SetWriteDeadline(time.Now().Add(timeToTake))
	return w.ResponseWriter.Write(p)
}

// Flush sends what was written.
func (w *streamWriter) Flush() {
	_ = w.control.SetWriteDeadline(time.Now().Add(timeToTake))
	_ = w.control.Flush()
}

// Hijack hands the connection over to a WebSocket.
func (w *streamWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffered, err := w.control.Hijack()
	if err != nil {
		return nil, nil, err
	}
	patient := patientConn{conn}
	return patient, bufio.NewReadWriter(buffered.Reader, bufio.NewWriter(patient)), nil
}

// patientConn gives the other side some time to take each piece.
type patientConn struct{ net.Conn }

func (c patientConn) Write(p []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(timeToTake))
	return c.Conn.Write(p)
}
