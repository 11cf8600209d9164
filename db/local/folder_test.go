//go:build unix

package local

import (
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A copy of the lock's descriptor, as a child has one between fork and exec, does not keep the folder when it is given up.
func TestCopiedLock(t *testing.T) {
	t.Parallel()
	f, err := openFolder(within(t, time.Minute), newDir(t))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := syscall.Dup(int(f.lock.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(kept)
	f.close()
	again, err := os.Open(f.path("lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !tryLock(again) {
		t.Error("the folder is still locked")
	}
}

// A folder is opened and given up over and over while other goroutines start programs.
func TestForkStorm(t *testing.T) {
	t.Parallel()
	dir, over := newDir(t), make(chan struct{})
	var storm sync.WaitGroup
	for range 8 {
		storm.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					_ = exec.Command("true").Run()
				}
			}
		})
	}
	for i := range 100 {
		f, err := openFolder(within(t, time.Minute), dir)
		if err != nil {
			t.Errorf("time %d: %v", i, err)
			break
		}
		f.close()
	}
	close(over)
	storm.Wait()
	if err := Remove(dir); err != nil {
		t.Error(err)
	}
}
