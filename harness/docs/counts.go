package docs

import (
	"fmt"
	"sync"
)

// counts is what the log line of a run tells.
type counts struct {
	mu                                       sync.Mutex // for what parallel tests count
	documents, links, quotes, cells          int
	blocks, noRun, run, same, skipped, typed int
}

func (c *counts) add(d *Document) {
	c.documents++
	c.links += len(d.Links)
	c.cells += len(d.goCells())
	for _, f := range d.Fences {
		switch {
		case f.Language == "console" && f.noRun():
			c.noRun++
		case f.Language == "console":
			c.blocks++
		case suffixes[f.Language] != "":
			c.quotes++
		}
	}
}

// ran counts blocks that were run, and the commands in them.
func (c *counts) ran(blocks, commands int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.run += blocks
	c.typed += commands
}

// skip counts blocks that cannot be run here.
func (c *counts) skip(blocks int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.skipped += blocks
}

func (c *counts) String() string {
	return fmt.Sprintf("%d documents: %d links, %d quotations, %d map cells; %d console blocks: %d run (%d commands), "+
		"%d the same in the other language, %d skipped; %d more are norun",
		c.documents, c.links, c.quotes, c.cells, c.blocks, c.run, c.typed, c.same, c.skipped, c.noRun)
}
