//go:build !linux

// Package namespace makes private network namespaces on Linux. Other systems
// have none, and here it does nothing.
package namespace

import (
	"example.com/socket-tutorial/harness/lang"
)

// InChild reports whether this process is the child of RunChild.
func InChild() bool { return false }

// RunChild says that there are no namespaces.
func RunChild() (done bool, err error) { return false, lang.Errorf("namespaces are Linux's") }

// ReportToParent does nothing.
func ReportToParent(string) {}
