package main

import "context"

func watch(ctx context.Context, o options) error { return nil }
