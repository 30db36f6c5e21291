# Stage 04 in Perl: one client after the other. Arguments: HOST PORT.
use strict;
use warnings;
use IO::Socket::INET;
use POSIX qw(strftime);

$SIG{PIPE} = 'IGNORE';
my $listening = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => $ARGV[1], Listen => 128, ReuseAddr => 1) or die "listen: $!";
while (1) {
    my $conn = $listening->accept or next;
    my ($status, $head, $body) = ('400 Bad Request', 0, '');
    my $line = <$conn> // next;
    $line =~ s/\r?\n$//;
    my ($method, $target, $version) = split / /, $line;
    if (defined $version) {
        $body = "$method $target\n";
        while (defined(my $field = <$conn>)) {
            $field =~ s/\r?\n$//;
            last if $field eq '';
            my ($name, $value) = $field =~ /^([^:]*):\s*(.*)$/ or next;
            $body .= "$name is $value\n";
        }
        $head = $method eq 'HEAD';
        $status = $method =~ /^(GET|HEAD|POST)$/ ? '200 OK' : '501 Not Implemented';
    }
    my $date = strftime('%a, %d %b %Y %H:%M:%S GMT', gmtime);
    print $conn "HTTP/1.0 $status\r\nServer: perl\r\nDate: $date\r\nContent-Length: ", length $body, "\r\n\r\n", $head ? '' : $body;
    close $conn;
}
