package civic

import "time"

// BrowserKey lets somebody without an account take part where no identity is asked for: a bearer token that stands for
// one browser.
type BrowserKey struct {
	Token     string
	ExpiresAt time.Time
}

// CreateBrowserKeyInput is the work that was done for a browser key.
type CreateBrowserKeyInput struct {
	Solution string `validate:"required,max=4096"`
}
