//go:build unix

package main

var modes = []string{"blocking", "net"}
