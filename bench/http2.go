package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// floods lets single connections over HTTP/2 ask for as much as they can, and returns what that takes. The server is started anew, with TLS.
func (b *bench) floods(ctx context.Context) (rows []burden, err error) {
	b.server.stop()
	cert, key, err := selfSigned(b.data)
	if err != nil {
		return nil, err
	}
	if err := b.start(otherClients, "TLS_CERT="+cert, "TLS_KEY="+key); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name  string
		flood func(context.Context, *connection, string) error
	}{
		{"%d streams of a connection", manyStreams}, {"%d streams of a connection that read nothing", unreadStreams}, {"%d streams that are reset at once", resetStreams},
	} {
		c := &connection{codes: map[string]int{}}
		d, err := b.during(ctx, func() error {
			if err := c.open(b.server.url); err != nil {
				return err
			}
			defer c.conn.Close()
			return f.flood(ctx, c, b.city.great().String())
		})
		if err != nil {
			return nil, fmt.Errorf(f.name+": %w", c.asked, err)
		}
		d.name, d.code, d.requests = fmt.Sprintf("HTTP/2: "+f.name, c.asked), fmt.Sprint(c.codes), c.asked
		rows = append(rows, d)
	}
	return rows, nil
}

// selfSigned writes a certificate for this machine and its key, and returns the names of the files.
func selfSigned(dir string) (cert, key string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(24 * time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return "", "", err
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		return "", "", err
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	return cert, key, errors.Join(os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}), 0o600))
}

// connection is one over HTTP/2 of a client that writes its frames itself.
type connection struct {
	*http2.Framer
	conn  net.Conn
	host  string
	asked int            // streams
	codes map[string]int // how often the server answered so
}

// open connects.
func (c *connection) open(address string) error {
	at, err := url.Parse(address)
	if err != nil {
		return err
	}
	conn, err := tls.Dial("tcp", at.Host, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
	if err != nil {
		return err
	}
	c.conn, c.host, c.Framer = conn, at.Host, http2.NewFramer(conn, conn)
	c.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	_, err = conn.Write([]byte(http2.ClientPreface))
	if err := errors.Join(err, c.WriteSettings()); err != nil {
		return err
	}
	if _, err := c.ReadFrame(); err != nil { // the server's settings come first
		return err
	}
	return c.WriteSettingsAck()
}

// ask opens a stream with a query.
func (c *connection) ask(query string) (stream uint32, err error) {
	body := post(query, nil).body
	var block bytes.Buffer
	to := hpack.NewEncoder(&block)
	for _, field := range [][2]string{{":method", "POST"}, {":scheme", "https"}, {":authority", c.host}, {":path", "/graphql"}, {"content-type", "application/json"}, {"content-length", fmt.Sprint(len(body))}} {
		_ = to.WriteField(hpack.HeaderField{Name: field[0], Value: field[1]})
	}
	stream = uint32(1 + 2*c.asked)
	c.asked++
	return stream, errors.Join(c.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.Bytes(), EndHeaders: true}), c.WriteData(stream, true, body))
}

// streamsAtOnce is how many streams the server lets a connection have.
const streamsAtOnce = 250

// manyStreams asks for something of usual size on as many streams as a connection may have, and reads all.
func manyStreams(_ context.Context, c *connection, consultation string) error {
	for i := range streamsAtOnce {
		if _, err := c.ask(fmt.Sprintf(`{ consultation(id: %q) { comments(first: 50) { nodes { a%d: body stance } } } }`, consultation, i)); err != nil {
			return err
		}
	}
	return c.read(streamsAtOnce)
}

// unreadStreams asks for large replies on as many streams, and takes no more of them than a window of 64 KiB has.
func unreadStreams(ctx context.Context, c *connection, consultation string) error {
	for i := range streamsAtOnce {
		if _, err := c.ask(fmt.Sprintf(`{ consultation(id: %q) { comments(first: 100) { nodes { %s } } } }`, consultation, strings.Join(manyAliases(i, 90, "body"), " "))); err != nil {
			return err
		}
	}
	_ = c.conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	err := c.read(0)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return ctx.Err()
	}
	return err
}

// manyAliases asks for a field under names that no other stream has.
func manyAliases(stream, n int, field string) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("a%d_%d: %s", stream, i, field))
	}
	return all
}

// resets is how many streams are reset at once.
const resets = 20_000

// resetStreams opens streams and resets each at once, until the server ends the connection.
func resetStreams(_ context.Context, c *connection, consultation string) error {
	ended := make(chan error, 1)
	go func() { ended <- c.read(0) }()
	for i := range resets {
		stream, err := c.ask(fmt.Sprintf(`{ consultation(id: %q) { comments(first: 50) { nodes { a%d: body } } } }`, consultation, i))
		if err == nil {
			err = c.WriteRSTStream(stream, http2.ErrCodeCancel)
		}
		if err != nil {
			break // the server has ended the connection
		}
	}
	_ = c.conn.SetReadDeadline(time.Now().Add(2 * time.Second))
	<-ended
	return nil
}

// read reads until so many streams have ended, or with 0 until the connection ends. It returns to the server what the frames took of the window.
func (c *connection) read(streams int) error {
	for ended := 0; streams == 0 || ended < streams; {
		frame, err := c.ReadFrame()
		if err != nil {
			return err
		}
		last := false
		switch f := frame.(type) {
		case *http2.MetaHeadersFrame:
			c.codes[f.PseudoValue("status")]++
			last = f.StreamEnded()
		case *http2.DataFrame:
			if last = f.StreamEnded(); streams > 0 && f.Length > 0 {
				if err := errors.Join(c.WriteWindowUpdate(0, f.Length), c.WriteWindowUpdate(f.StreamID, f.Length)); err != nil {
					return err
				}
			}
		case *http2.RSTStreamFrame:
			c.codes[f.ErrCode.String()]++
			last = true
		case *http2.GoAwayFrame:
			c.codes[f.ErrCode.String()]++
			return nil
		}
		if last {
			ended++
		}
	}
	return nil
}
