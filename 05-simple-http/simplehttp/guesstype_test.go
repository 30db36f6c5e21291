package simplehttp_test

import (
	"testing"

	"example.com/socket-tutorial/05-simple-http/internal/sitetest"
	"github.com/stretchr/testify/assert"
)

func TestTypes(t *testing.T) {
	const text, bytes = "text/plain; charset=utf-8", "application/octet-stream"
	types := map[string]string{
		"piece.m4s": "video/iso.segment", "pieces.mpd": "application/dash+xml", "piece.ts": "video/mp2t",
		"module.cjs": "text/javascript; charset=utf-8", "drawing.svgz": "image/svg+xml", "DRAWING.SVGZ": "image/svg+xml",
		"README": text, "LICENSE": text, "Makefile": text, "sub/Dockerfile": text, ".gitignore": text,
		"readme": bytes, "README.unknown": bytes, "xREADME": bytes, "plain": bytes,
	}
	files := map[string]string{}
	for name := range types {
		files[name] = ""
	}
	s := sitetest.Serve(t, files)
	for name, want := range types {
		assert.Equal(t, want, sitetest.HeaderOf(t, s.Get(t, "/"+name), "Content-type"), name)
	}
	assert.Equal(t, "gzip", sitetest.HeaderOf(t, s.Get(t, "/drawing.svgz"), "Content-Encoding"), "it is an SVG, compressed")
	assert.Empty(t, sitetest.HeaderOf(t, s.Get(t, "/README"), "Content-Encoding"))

	article := sitetest.ServeWith(t, files, "HTTP/1.0", false)
	assert.Equal(t, bytes, sitetest.HeaderOf(t, article.Get(t, "/README"), "Content-type"), "as in the article")
	assert.Empty(t, sitetest.HeaderOf(t, article.Get(t, "/drawing.svgz"), "Content-Encoding"))
}
