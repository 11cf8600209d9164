package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/graph/live"
	"minyi/server/metrics"
	"minyi/server/middleware"
	"minyi/server/signin"
)

// TestSlowClients checks that a client cannot hold a connection by sending slowly.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	server := newHTTP(config{RequestTimeout: time.Second, MaxOperations: 1, MaxBody: 1024}, &store{}, &signin.SignIn{}, middleware.NewStreams(1, 1, nil, live.NewHub(nil)), metrics.New(), "", nil)
	if server.ReadHeaderTimeout <= 0 || server.ReadTimeout <= 0 || server.WriteTimeout <= server.ReadTimeout || server.IdleTimeout <= 0 || server.MaxHeaderBytes <= 0 {
		t.Fatalf("a client may take its time: %+v", server)
	}
	server.ReadHeaderTimeout, server.ReadTimeout = 100*time.Millisecond, 300*time.Millisecond
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	for name, sent := range map[string]string{
		"headers without an end": "POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ",
		"a body without an end":  "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
	} {
		connection, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = connection.SetDeadline(time.Now().Add(patience))
		_, _ = io.WriteString(connection, sent)
		answer, err := io.ReadAll(connection) // a server that gave up before it read all resets the connection
		if err != nil && !errors.Is(err, syscall.ECONNRESET) || strings.Contains(string(answer), " 200 ") {
			t.Errorf("%s: %s %v", name, answer, err)
		}
		_ = connection.Close()
	}
}

// TestForeignPages sends requests as a browser does for a page of another site.
func TestForeignPages(t *testing.T) {
	t.Parallel()
	p := startExample(t, "CORS_ORIGINS=https://city.example", "INTROSPECTION=false")
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"no browser":             {nil, 200},
		"our own page":           {[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		"a page that may ask":    {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://city.example"}, 200},
		"another page":           {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		"another, in an old one": {[]string{"Origin", "https://evil.example"}, 403},
		"a page of no origin":    {[]string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, 403},
	} {
		got := p.do(http.MethodPost, "/graphql", viewerQuery, append(c.headers, "Content-Type", "application/json")...)
		if code := gjson.Get(got.body, "errors.0.extensions.code").String(); got.StatusCode != c.status || (code == "CROSS_ORIGIN") != (c.status == 403) {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
	if got := p.get("/schema.graphql"); got.StatusCode != 404 {
		t.Errorf("the schema is told: %d", got.StatusCode)
	}
}

// TestTLS serves HTTPS with a self-signed certificate.
func TestTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	rawKey, _ := x509.MarshalPKCS8PrivateKey(key)
	for name, block := range map[string]*pem.Block{"cert": {Type: "CERTIFICATE", Bytes: raw}, "key": {Type: "PRIVATE KEY", Bytes: rawKey}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := startExample(t, "TLS_CERT="+filepath.Join(dir, "cert"), "TLS_KEY="+filepath.Join(dir, "key"))
	known := x509.NewCertPool()
	known.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: known}}}
	got, err := client.Get(p.address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	if got.StatusCode != 200 || !strings.HasPrefix(p.address, "https://") || got.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s: %d %v", p.address, got.StatusCode, got.Header)
	}
	plain, err := http.Get("http" + strings.TrimPrefix(p.address, "https"))
	if err != nil || plain.StatusCode != http.StatusBadRequest {
		t.Errorf("without TLS: %v %v", plain, err)
	}
	until(t, "it is logged", func() bool { return strings.Contains(p.stderr.String(), "TLS handshake error from someone") })
	broken := prepare(t, newFolder(t), []string{"TLS_CERT=/nowhere", "TLS_KEY=/nowhere"})
	if code, _ := broken.end(); code != failure || oneLine(broken.stderr.String()) != nil || !strings.Contains(broken.stderr.String(), "TLS_CERT") {
		t.Errorf("without the files: %d %s", code, broken.stderr)
	}
}
