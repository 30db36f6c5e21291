package socketserver

import (
	"fmt"
	"net"
	"path/filepath"
	"runtime"
	"strings"
)

// recoverPanic is deferred around a handler: a fault in it costs its
// connection and one line in the log, never the server.
func (s *TCPServer) recoverPanic(request net.Conn) {
	if fault := recover(); fault != nil {
		s.HandleError(request, fault)
	}
}

// HandleError logs a fault that a handler has panicked with. A deferred
// function calls it.
func (s *TCPServer) HandleError(request net.Conn, fault any) {
	fmt.Fprintf(s.Log, "%v: %s\n", request.RemoteAddr(), DescribePanic(fault))
}

// DescribePanic says in one line what a deferred function has recovered, and
// where it was raised. Python prints a traceback of a dozen lines instead.
func DescribePanic(fault any) string {
	text := strings.Join(strings.Fields(fmt.Sprint(fault)), " ")
	return fmt.Sprintf("panic: %s (%s)", text, whereRaised())
}

// whereRaised is the file and line of the innermost call, among those above
// the runtime's own, that was under way when the panic began. One that was
// recovered and raised again began where it was raised first.
func whereRaised() string {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	where, raised := "unknown", false
	for {
		frame, more := frames.Next()
		if raised && !strings.HasPrefix(frame.Function, "runtime.") {
			where, raised = fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line), false
		}
		raised = raised || frame.Function == "runtime.gopanic"
		if !more {
			return where
		}
	}
}
