package deliver

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	informdb "minyi/db/inform"
	"minyi/domain/inform"
)

// ping tells the hub of a website that its feeds have changed (WebSub). The feeds and pages themselves are read from the database. To tell twice does no harm.
func (s *Sender) ping(ctx context.Context, one informdb.Sending) inform.Outcome {
	done := inform.Outcome{State: inform.Confirmed, URL: s.pageOf(one)}
	if one.Address == nil {
		return done
	}
	form := url.Values{"hub.mode": {"publish"}}
	for _, feed := range []string{"/feed.atom", "/feed.json"} {
		form.Add("hub.url", s.site+feed)
		form.Add("hub.topic", s.site+feed)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, *one.Address, strings.NewReader(form.Encode()))
	if err != nil {
		return failed(one, inform.FailedAddress, "")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "Minyi")
	said, failure, detail := s.do(r)
	if failure != "" {
		return failed(one, failure, detail)
	}
	if out := settled(one, said); out.State != inform.Confirmed {
		return out
	}
	return done
}
