//go:build unix

package main

import "testing"

var modes = []string{"blocking", "select", "net"}

func skipUnlessMode(testing.TB, string) {}
