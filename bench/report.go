package main

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// head is what RESULTS.md says before its numbers.
//
//go:embed head.md
var head string

// tableHead begins the table.
const tableHead = "| | workload | reply | API /s | p50 | p99 | server CPU | PostgreSQL CPU | memory (≤ 64 MiB) | limit /s | limit's CPU | ratio | target | |\n" +
	"|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"

// report prints the table and writes it to the file.
func (b *bench) report(ctx context.Context) error {
	var text strings.Builder
	fmt.Fprintf(&text, "%s%s Each side ran for %v in %d turns.\n\n%s", head, b.circumstances(ctx), b.time, b.rounds, tableHead)
	for _, o := range b.done {
		fmt.Fprintf(&text, "| %s | %s | %s | %.0f | %v | %v | %v | %v | %d MiB | %.0f | %v | %.2f | %s | %s |\n", o.name, o.title, o.reply, o.api, short(o.p50), short(o.p99),
			short(o.cpu), short(o.database), o.memory>>20, o.limit, short(o.limitCPU), o.ratio(), o.wanted(), o.verdict())
	}
	return b.write(text.String())
}

// write prints a report and writes it to the file.
func (b *bench) write(report string) error {
	fmt.Print(report)
	if b.file == "" {
		return nil
	}
	return os.WriteFile(b.file, []byte(report), 0o644)
}

// circumstances are the machine, the city and the connections.
func (b *bench) circumstances(ctx context.Context) string {
	s := b.city.Size
	return b.machine(ctx) + fmt.Sprintf("\n\n%d consultations, %d comments (%d in one consultation), %d responses to one survey, %d connections.",
		s.Consultations, s.Comments, s.Great, s.Responses, b.conns)
}

// machine says when and where the numbers were taken, and on which commit.
func (b *bench) machine(ctx context.Context) string {
	var version string
	_ = b.place.sql.GetContext(ctx, &version, `SELECT current_setting('server_version')`)
	return fmt.Sprintf("%s; commit %s; %d processors (%s), %s, PostgreSQL %s with fsync on, load average %s.",
		time.Now().Format(time.DateOnly), commit(ctx), runtime.NumCPU(), processor(), runtime.Version(), version, loadAverage())
}

// commit is the commit that is checked out. It ends in -dirty if files differ from it.
func commit(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty", "--exclude", "*").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// processor is the name of the processor, or its architecture if the system does not tell the name.
func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, _ := strings.Cut(lines.Text(), ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg")
	fields := strings.Fields(string(text))
	if len(fields) == 0 {
		return "unknown"
	}
	return fields[0]
}
