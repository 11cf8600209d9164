//go:build unix

package local

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	_ "github.com/lib/pq" // Start asks the new server with it
)

// port is only part of the socket's name; nothing listens on TCP.
const port = "5432"

// Server is a running PostgreSQL that belongs to this process.
type Server struct {
	folder *folder
	socket string
	cmd    *exec.Cmd
	log    *os.File
	ended  chan struct{}
	once   sync.Once
}

// Start finds PostgreSQL's binaries, makes the data folder when it is new, starts a server on a unix socket only, and
// returns when it accepts connections. It returns ErrLocked while another process uses the folder; other errors say
// what to do about them. After success the caller must call Stop.
func Start(ctx context.Context, o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	f, err := openFolder(ctx, o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{folder: f, ended: make(chan struct{})}
	if err := s.start(ctx, o); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, o Options) error {
	b, err := findBinaries(ctx, s.folder, o)
	if err != nil {
		return err
	}
	if err := s.folder.makeData(ctx, b, o); err != nil {
		return err
	}
	if s.socket, err = s.folder.makeSocket(); err != nil {
		return err
	}
	if s.log, err = s.folder.openLog(); err != nil {
		return err
	}
	o.Logger.Info("starting PostgreSQL", "binaries", b.dir, "folder", s.folder.dir)
	return s.run(ctx, b, o)
}

// run starts the server process with its watchdog and waits until it answers.
func (s *Server) run(ctx context.Context, b binaries, o Options) error {
	from, err := s.log.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	// The context is for the start alone; the server lives on after it.
	s.cmd = s.folder.command(context.WithoutCancel(ctx), b.program("postgres"), s.args(o)...)
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	stopped, err := s.folder.watch(s.cmd.Process.Pid)
	go s.wait(stopped)
	go s.rotate(rotateEvery)
	if err == nil {
		err = s.ready(ctx)
	}
	if err != nil {
		s.end(syscall.SIGQUIT)
		return fmt.Errorf("PostgreSQL did not start: %w\n%s", err, s.logged(from))
	}
	return nil
}

// args are the command line: small settings that suit a machine shared with the program itself, then the caller's.
func (s *Server) args(o Options) []string {
	settings := map[string]string{
		"listen_addresses": "", "port": port,
		"unix_socket_directories": s.socket, "unix_socket_permissions": "0700",
		"max_connections": "50", "shared_buffers": "128MB", "jit": "off",
		"timezone": "UTC", "log_timezone": "UTC", "log_min_messages": "warning", "logging_collector": "off",
		"log_error_verbosity": "terse", // details hold keys and rows, which are what people wrote
	}
	for name, value := range o.Settings {
		settings[name] = value
	}
	args := []string{"-D", s.folder.data()}
	for name, value := range settings {
		args = append(args, "-c", name+"="+value)
	}
	return args
}

// watch starts a shell that shuts the server down when our end of its pipe closes without a word, as it does however
// we die. Unlike Linux's parent death signal this works on macOS and does not hang on the thread that started it.
func (f *folder) watch(pid int) (stopped func(), err error) {
	cmd := f.command(context.Background(), "/bin/sh", "-c", `read -r stopped || kill -INT "$1"`, "minyi-watchdog", fmt.Sprint(pid))
	cmd.ExtraFiles = nil // it is not PostgreSQL
	pipe, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return func() {}, fmt.Errorf("the watchdog: %w", err)
	}
	return func() {
		_, _ = io.WriteString(pipe, "stopped\n")
		_ = cmd.Wait()
	}, nil
}

// wait tells the watchdog and the world when the server process has ended.
func (s *Server) wait(stopped func()) {
	_ = s.cmd.Wait()
	stopped()
	close(s.ended)
}

// ready waits until the server takes connections. Recovery after a crash may need long, so that only ctx ends it.
func (s *Server) ready(ctx context.Context) error {
	db, err := sql.Open("postgres", s.URL("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-s.ended:
			cancel(errors.New(s.cmd.ProcessState.String()))
		case <-ctx.Done():
		}
	}()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for db.PingContext(ctx) != nil {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
	return nil
}

// URL is the connection string of a database on this server, for lib/pq and everything that takes a DATABASE_URL.
func (s *Server) URL(database string) string { return urlOf(s.socket, database) }

// Done is closed when the server process has ended, by itself or by Stop.
func (s *Server) Done() <-chan struct{} { return s.ended }

// Stop shuts the server down cleanly, dropping its connections, and waits for it. When ctx ends first the server is
// told to end at once, which costs a recovery at the next start but no data; the error is then ctx's. More calls do nothing.
func (s *Server) Stop(ctx context.Context) error {
	_ = s.cmd.Process.Signal(syscall.SIGINT)
	var err error
	select {
	case <-s.ended:
	case <-ctx.Done():
		err = ctx.Err()
		s.end(syscall.SIGQUIT)
	}
	s.release()
	return err
}

// end signals the server and waits; one that does not hear is killed.
func (s *Server) end(signal syscall.Signal) {
	_ = s.cmd.Process.Signal(signal)
	select {
	case <-s.ended:
	case <-time.After(5 * time.Second):
		_ = s.cmd.Process.Kill()
		<-s.ended
	}
}

// release gives back what Start took, once: a later server on the folder has a socket in the same place.
func (s *Server) release() { s.once.Do(s.giveBack) }

func (s *Server) giveBack() {
	if s.socket != "" {
		_ = os.RemoveAll(s.socket)
	}
	if s.log != nil {
		_ = s.log.Close()
	}
	s.folder.close()
}

// longestLog is the size in bytes from which a log is begun anew. The one before it is kept until the next time.
const longestLog = 8 << 20

// rotateEvery is how often a running server looks at the size of its log.
const rotateEvery = time.Minute

// openLog opens the server's log to append to it.
func (f *folder) openLog() (*os.File, error) {
	log, err := os.OpenFile(f.path("postgres.log"), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err == nil {
		err = rotateLog(log, longestLog)
	}
	return log, err
}

// rotate keeps the log short until the server ends.
func (s *Server) rotate(every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-s.ended:
			return
		case <-tick.C:
			_ = rotateLog(s.log, longestLog) // it is tried again
		}
	}
}

// rotateLog moves what a long log holds into a second file. PostgreSQL keeps the log open, so the file itself stays.
func rotateLog(log *os.File, longest int64) error {
	info, err := log.Stat()
	if err != nil || info.Size() <= longest {
		return err
	}
	old, err := os.OpenFile(log.Name()+".1", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(old, io.NewSectionReader(log, 0, info.Size()))
	if err = errors.Join(err, old.Close()); err != nil {
		return err
	}
	return log.Truncate(0)
}

// logged is the end of what the server wrote since the given place in its log.
func (s *Server) logged(from int64) string {
	text, _ := io.ReadAll(io.NewSectionReader(s.log, from, 4<<10))
	return strings.TrimSpace(string(text)) + "\n(see " + s.log.Name() + ")"
}

// Log is the name of the file into which PostgreSQL writes.
func (s *Server) Log() string { return s.log.Name() }
