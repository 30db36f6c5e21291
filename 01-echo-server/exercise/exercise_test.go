package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestStarter(t *testing.T) { stagetest.VerifyStarter(t, "01") }
