package main

import (
	"os"
	"runtime/debug"
)

// heapBallast is an 8 MiB allocation that is never written, so it costs no resident memory. It raises the heap goal of the garbage
// collector. The server keeps only a few megabytes and leaves much garbage, so that collections would run all the time without the
// ballast. If the operator sets GOGC, there is no ballast.
func heapBallast() []byte {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	return make([]byte, 8<<20)
}

// releaseMemory returns the memory to the system that only the start needed.
func releaseMemory() { debug.FreeOSMemory() }
