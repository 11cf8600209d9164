package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// heapBallast is a 5 MiB allocation that is never written, so it costs no resident memory. It raises the heap goal of the garbage
// collector. The server keeps only a few megabytes and leaves much garbage, so that collections would run all the time without the
// ballast. If the operator sets GOGC, there is no ballast.
func heapBallast() []byte {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	return make([]byte, 5<<20)
}

// releaseMemory returns the memory to the system that only the start needed.
func releaseMemory() { debug.FreeOSMemory() }

// When memory is given back: a busy server collects its garbage by itself, but one that nobody asks waits two minutes.
const (
	trimEvery = 10 * time.Second
	trimAbove = 32 << 20 // bytes more than after the last time
)

// trimMemory returns memory to the system after large replies, until the context ends.
func trimMemory(ctx context.Context) {
	heap, collections := heapInUse()
	for least := heap; wait(ctx, trimEvery); {
		before := collections
		heap, collections = heapInUse()
		if collections == before && heap > least+trimAbove {
			debug.FreeOSMemory()
			heap, collections = heapInUse()
			least = heap
		}
		least = min(least, heap)
	}
}

// heapInUse is how much memory the heap holds, garbage and free pages included, and how often garbage was collected.
func heapInUse() (bytes, collections uint64) {
	read := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"}, {Name: "/gc/cycles/total:gc-cycles"}}
	metrics.Read(read)
	return read[0].Value.Uint64() + read[1].Value.Uint64() + read[2].Value.Uint64(), read[3].Value.Uint64()
}
