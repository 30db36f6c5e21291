//go:build !linux

package socketserver

// flushMore is Flush where the kernel cannot be told that more follows.
func (w *Writer) flushMore() { w.Flush() }
