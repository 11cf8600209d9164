package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	informdb "minyi/db/inform"
	"minyi/domain/civic"
	"minyi/domain/inform"
)

// longestReply is how much of a reply is read.
const longestReply = 64 << 10

// event is what a webhook or a connector gets. docs/channels.md describes it.
type event struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      eventData `json:"data"`
}

type eventData struct {
	Content     civic.ID     `json:"contentId"`
	Version     int          `json:"version"`
	Hash        string       `json:"contentHash"`
	Locale      civic.Locale `json:"locale"`
	Title       string       `json:"title"`
	Text        string       `json:"text,omitempty"`
	Department  string       `json:"department"`
	Name        string       `json:"publishAs"`
	PublishedAt time.Time    `json:"publishedAt"`
	URL         string       `json:"url"`
	Reason      string       `json:"reason,omitempty"`
	Copy        string       `json:"copyUrl,omitempty"`
}

// The types of events.
const (
	released  = "content.released"
	takenDown = "content.taken_down"
)

// eventOf is the event of a release.
func (s *Sender) eventOf(one informdb.Sending) event {
	locale := one.Channel.Locale
	e := event{released, one.CreatedAt, eventData{Content: one.ContentID(), Version: one.Version, Hash: one.ContentHash, Locale: locale, Title: one.Text.Titles[locale], Text: one.Text.Bodies[locale],
		Department: one.Department.In(locale), Name: one.Channel.Name, PublishedAt: one.PublishedAt, URL: s.pageOf(one)}}
	if one.Action == inform.TakeDown {
		e.Type, e.Data.Text = takenDown, ""
		if one.Reason != nil {
			e.Data.Reason = *one.Reason
		}
		if one.CopyURL != nil {
			e.Data.Copy = *one.CopyURL
		}
	}
	return e
}

// pageOf is the address of a content's page on this server.
func (s *Sender) pageOf(one informdb.Sending) string {
	return s.site + "/contents/" + one.ContentID().String() + ".html"
}

// sign adds the headers of Standard Webhooks. The signature is HMAC-SHA256 over the id, the time and the body.
func sign(r *http.Request, id, secret string, at time.Time, body []byte) {
	key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, stamp, body)
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", stamp)
	r.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	r.Header.Set("User-Agent", "Minyi")
}

// post sends an event. The id of the release is the key of the event in all attempts.
func (s *Sender) post(ctx context.Context, one informdb.Sending) inform.Outcome {
	body, err := json.Marshal(s.eventOf(one))
	if err != nil {
		return failed(one, inform.FailedReply, err.Error())
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, *one.Address, bytes.NewReader(body))
	if err != nil {
		return failed(one, inform.FailedAddress, "")
	}
	r.Header.Set("Content-Type", "application/json")
	sign(r, one.ID().String(), one.Secret, time.Now(), body)
	reply, failure, detail := s.do(r)
	if failure != "" {
		return failed(one, failure, detail)
	}
	return settled(one, reply)
}

// reply is the reply to a request.
type reply struct {
	status int
	body   []byte
}

// do sends a request. Without a reply it tells whether anything may have arrived. The error's text may contain the address, so that it is not told.
func (s *Sender) do(r *http.Request) (reply, inform.ReleaseFailure, string) {
	var connected atomic.Bool
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }}
	response, err := s.client.Do(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
	switch {
	case errors.Is(err, errPrivate):
		return reply{}, inform.FailedAddress, errPrivate.Error()
	case err != nil && !connected.Load():
		return reply{}, inform.FailedConnection, ""
	case err != nil:
		return reply{}, inform.FailedTimeout, ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, longestReply))
	if err != nil && response.StatusCode/100 == 2 {
		body = nil // the status has said it
	}
	return reply{response.StatusCode, body}, "", ""
}

// settled says what a reply means. A gateway does not know what became of the request behind it. To take down what is not there is done.
func settled(one informdb.Sending, r reply) inform.Outcome {
	detail := "HTTP " + strconv.Itoa(r.status)
	webhook := one.Channel.Kind == inform.Webhook
	switch {
	case r.status/100 == 2, one.Action == inform.TakeDown && (r.status == http.StatusNotFound || r.status == http.StatusGone):
		return inform.Outcome{State: inform.Confirmed, URL: copyURL(r.body)}
	case r.status/100 == 3:
		return failed(one, inform.FailedAddress, detail)
	case r.status == http.StatusBadGateway, r.status == http.StatusGatewayTimeout, r.status == http.StatusRequestTimeout:
		return failed(one, inform.FailedTimeout, detail)
	case r.status == http.StatusGone:
		return failed(one, inform.FailedReply, detail)
	case webhook, r.status == http.StatusTooManyRequests, r.status == http.StatusServiceUnavailable:
		return failed(one, inform.FailedBusy, detail)
	case r.status >= 500:
		return failed(one, inform.FailedTimeout, detail)
	}
	return failed(one, inform.FailedReply, detail)
}

// copyURL reads where a connector says that the copy stands; empty if it does not say.
func copyURL(body []byte) string {
	var said struct {
		URL string `json:"url"`
	}
	if json.Unmarshal(body, &said) != nil || len(said.URL) > 2000 {
		return ""
	}
	if u, err := url.Parse(said.URL); err != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	return said.URL
}

// lookUp asks a connector what became of a release. Where the connector does not know it, a person must say: it may still be on its way there.
func (s *Sender) lookUp(ctx context.Context, one informdb.Sending) inform.Outcome {
	unknown := inform.Outcome{State: inform.Unknown, Failure: inform.FailedTimeout, Wait: 10 * time.Minute}
	u, err := url.Parse(*one.Address)
	if err != nil {
		return unknown
	}
	query := u.Query()
	query.Set("key", one.ID().String())
	u.RawQuery = query.Encode()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return unknown
	}
	sign(r, one.ID().String(), one.Secret, time.Now(), nil)
	reply, failure, _ := s.do(r)
	switch {
	case failure != "":
		return unknown
	case reply.status == http.StatusOK:
		return inform.Outcome{State: inform.Confirmed, URL: copyURL(reply.body)}
	case reply.status == http.StatusNotFound:
		unknown.Failure = inform.FailedAbsent
	}
	return unknown
}
