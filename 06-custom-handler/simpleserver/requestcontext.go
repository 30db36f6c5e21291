package simpleserver

import (
	"context"
	"sync"
)

// requestContext ends with its request, and when the client goes. To notice the
// latter takes a goroutine and a call or two, so nobody looks until somebody
// asks for the end.
type requestContext struct {
	context.Context
	asked sync.Once
	watch func(gone func())
	end   context.CancelFunc
}

func newRequestContext(parent context.Context, watch func(gone func())) *requestContext {
	ctx, end := context.WithCancel(parent)
	return &requestContext{Context: ctx, watch: watch, end: end}
}

// Done is called by whoever waits for the end, and once for each context that
// is derived from this one and has an end of its own.
func (c *requestContext) Done() <-chan struct{} {
	c.ask()
	return c.Context.Done()
}

// Err is called by those who look now and then.
func (c *requestContext) Err() error {
	c.ask()
	return c.Context.Err()
}

func (c *requestContext) ask() { c.asked.Do(func() { c.watch(c.end) }) }
