package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// tick is the unit of /proc's times on Linux.
const tick = 10 * time.Millisecond

// usage is what processes have used so far.
type usage struct {
	server, postgres time.Duration // of processor
}

// usage reads /proc for a server and PostgreSQL. Everything is 0 where there is no /proc.
func (b *bench) usage(s *server) usage {
	return usage{server: busy(s.pid()), postgres: b.place.busy()}
}

// busy is the processor time of PostgreSQL.
func (p *place) busy() time.Duration {
	text, _ := os.ReadFile(filepath.Join(p.dir, "data", "postmaster.pid"))
	first, _, _ := strings.Cut(string(text), "\n")
	postmaster, _ := strconv.Atoi(first)
	return busyChildren(postmaster)
}

// busyChildren is the processor time of all children of a process. It reads again if a child ends meanwhile, which would be counted
// twice or not at all.
func busyChildren(parent int) time.Duration {
	for {
		before := ended(parent)
		sum := before
		for _, child := range childrenOf(parent) {
			sum += busy(child)
		}
		if ended(parent) == before {
			return sum
		}
	}
}

// stat reads the fields of a process after its name, from the state on.
func stat(pid int) []string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
}

// busy is the processor time of a process, and ended that of its children that have ended.
func busy(pid int) time.Duration  { return ticks(pid, 11) }
func ended(pid int) time.Duration { return ticks(pid, 13) }

// ticks adds two fields of times, of the user's and of the system's.
func ticks(pid, field int) time.Duration {
	fields := stat(pid)
	if len(fields) < field+2 {
		return 0
	}
	user, _ := strconv.Atoi(fields[field])
	system, _ := strconv.Atoi(fields[field+1])
	return time.Duration(user+system) * tick
}

// pid is the server's process.
func (s *server) pid() int { return s.cmd.Process.Pid }

// resident is the memory that the server holds now, in bytes, and peak the most since forgetPeak.
func (s *server) resident() int64 { return s.status("VmRSS") }
func (s *server) peak() int64     { return s.status("VmHWM") }

// forgetPeak resets peak.
func (s *server) forgetPeak() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.pid()), []byte("5"), 0)
}

// status reads a value in kilobytes from what Linux tells about the server, and returns bytes.
func (s *server) status(name string) int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid()))
	_, after, _ := strings.Cut(string(text), "\n"+name+":")
	line, _, _ := strings.Cut(after, "\n")
	kilobytes, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(line, "kB")), 10, 64)
	return kilobytes << 10
}

func childrenOf(parent int) (children []int) {
	folders, _ := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		pid, _ := strconv.Atoi(filepath.Base(folder))
		if fields := stat(pid); len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			children = append(children, pid)
		}
	}
	return children
}
