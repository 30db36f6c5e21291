# An echo server in Perl: a process for each connection.
use strict;
use warnings;
use IO::Socket::INET;

$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 64, ReuseAddr => 1)
    or die "listen: $@";
while (1) {
    my $conn = $listener->accept or next;
    defined(my $child = fork) or die "fork: $!";
    if ($child == 0) {
        close $listener;
        echo($conn);
        exit 0;
    }
    close $conn;
}

sub echo {
    my ($conn) = @_;
    while (sysread $conn, my $data, 4096) {
        for (my $sent = 0; $sent < length $data;) {
            $sent += syswrite($conn, $data, length($data) - $sent, $sent) // return;
        }
    }
}
