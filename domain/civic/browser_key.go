package civic

import "time"

// CreateBrowserKey is a right; the enum Action in the schema describes it.
var CreateBrowserKey = ForBrowsers(NewAction("CREATE_BROWSER_KEY", Anyone))

// BrowserKey is a bearer token that identifies one browser. With it a person without an account can take part in a
// consultation that requires no identity.
type BrowserKey struct {
	Token     string
	ExpiresAt time.Time
}

// CreateBrowserKeyInput is a solved challenge. The server gives a browser key in return.
type CreateBrowserKeyInput struct {
	Solution string `validate:"required,max=4096"`
}
