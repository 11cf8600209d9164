package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"time"

	informdb "minyi/db/inform"
	"minyi/domain/civic"
	"minyi/domain/inform"
)

// Mail is the mail server of the installation.
type Mail struct {
	Server string // smtp://user:password@host:587, which must offer STARTTLS unless the host is local, or smtps://…:465; empty if there is none
	From   string // the address of the sender
}

// Check reports what is wrong with the settings.
func (m Mail) Check() error {
	if m.Server == "" {
		return nil
	}
	if u, err := url.Parse(m.Server); err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" {
		return errors.New("SMTP_URL is not an address such as smtp://user:password@host:587")
	}
	if a, err := mail.ParseAddress(m.From); err != nil || a.Address != m.From {
		return errors.New("MAIL_FROM is not an address such as news@city.example")
	}
	return nil
}

// sendMail sends a release to a mailing list. Before its text is sent, nothing has arrived; without a reply after it, nobody knows.
func (s *Sender) sendMail(ctx context.Context, one informdb.Sending) inform.Outcome {
	if s.mail.Server == "" {
		return failed(one, inform.FailedSettings, "")
	}
	client, err := s.mail.connect(ctx)
	if err != nil {
		return failed(one, mailFailure(err, false), "")
	}
	defer client.Close()
	sending, err := s.mail.begin(client, *one.Address)
	if err != nil {
		return failed(one, mailFailure(err, false), mailDetail(err))
	}
	_, err = sending.Write(s.message(one))
	if err == nil {
		err = sending.Close()
	}
	if err != nil {
		return failed(one, mailFailure(err, true), mailDetail(err))
	}
	_ = client.Quit()
	return inform.Outcome{State: inform.Confirmed}
}

// connect connects to the mail server, with TLS unless it runs on this machine.
func (m Mail) connect(ctx context.Context) (*smtp.Client, error) {
	u, _ := url.Parse(m.Server) // Check has read it
	host, port := u.Hostname(), u.Port()
	if port == "" {
		port = map[string]string{"smtp": "587", "smtps": "465"}[u.Scheme]
	}
	var dialer interface {
		DialContext(context.Context, string, string) (net.Conn, error)
	} = &net.Dialer{}
	if u.Scheme == "smtps" {
		dialer = &tls.Dialer{Config: &tls.Config{ServerName: host}}
	}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, err
	}
	if deadline, has := ctx.Deadline(); has {
		_ = conn.SetDeadline(deadline)
	}
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if err := signInTo(client, u, host); err != nil {
		return nil, errors.Join(err, client.Close())
	}
	return client, nil
}

// signInTo begins TLS and signs in. The password goes over TLS alone, as net/smtp sees to.
func signInTo(client *smtp.Client, u *url.URL, host string) error {
	if offered, _ := client.Extension("STARTTLS"); offered {
		if err := client.StartTLS(&tls.Config{ServerName: host}); err != nil {
			return err
		}
	} else if ip := net.ParseIP(host); u.Scheme == "smtp" && host != "localhost" && !ip.IsLoopback() {
		return errors.New("the mail server offers no TLS")
	}
	if u.User == nil {
		return nil
	}
	password, _ := u.User.Password()
	return client.Auth(smtp.PlainAuth("", u.User.Username(), password, host))
}

// begin begins a message.
func (m Mail) begin(client *smtp.Client, to string) (io.WriteCloser, error) {
	if err := client.Mail(m.From); err != nil {
		return nil, err
	}
	if err := client.Rcpt(to); err != nil {
		return nil, err
	}
	return client.Data()
}

// message is the message of a release: plain text with the headers by which readers unsubscribe and a mailing list knows a repetition.
func (s *Sender) message(one informdb.Sending) []byte {
	e := s.eventOf(one)
	subject, text := e.Data.Title, e.Data.Text
	if one.Action == inform.TakeDown {
		subject = civic.Bilingual("撤回或更正：", "Taken down: ").In(one.Channel.Locale) + subject
		text = e.Data.Reason
	}
	site, _ := url.Parse(s.site)
	var message, body bytes.Buffer
	for _, header := range [][2]string{
		{"From", (&mail.Address{Name: one.Channel.Name, Address: s.mail.From}).String()},
		{"To", "<" + *one.Address + ">"},
		{"Subject", mime.QEncoding.Encode("utf-8", subject)},
		{"Date", time.Now().Format(time.RFC1123Z)},
		{"Message-ID", fmt.Sprintf("<%s@%s>", one.Key, site.Hostname())},
		{"List-Unsubscribe", "<" + *one.Channel.Unsubscribing + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	} {
		fmt.Fprintf(&message, "%s: %s\r\n", header[0], header[1])
	}
	quoted := quotedprintable.NewWriter(&body)
	_, _ = fmt.Fprintf(quoted, "%s\r\n\r\n%s\r\n", text, e.Data.URL)
	_ = quoted.Close()
	message.WriteString("\r\n")
	message.Write(body.Bytes())
	return message.Bytes()
}

// mailFailure says what an error of a mail server means.
func mailFailure(err error, afterText bool) inform.ReleaseFailure {
	var said *textproto.Error
	switch {
	case errors.As(err, &said) && said.Code >= 500:
		return inform.FailedReply
	case errors.As(err, &said):
		return inform.FailedBusy
	case afterText:
		return inform.FailedTimeout
	}
	return inform.FailedConnection
}

// mailDetail is the code of the mail server's reply.
func mailDetail(err error) string {
	var said *textproto.Error
	if errors.As(err, &said) {
		return fmt.Sprintf("SMTP %d", said.Code)
	}
	return ""
}
