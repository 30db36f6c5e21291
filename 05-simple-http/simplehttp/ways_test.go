package simplehttp_test

import (
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
)

func TestEveryWay(t *testing.T) { sitetest.TestEveryWay(t) }
