package dev.minato.cli;

import dev.minato.services.dns.DnsAnswer;
import dev.minato.services.dns.DnsCode;
import dev.minato.services.dns.DnsRace;
import dev.minato.services.dns.DnsRecord;
import dev.minato.services.dns.ServerTime;
import dev.minato.services.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What `minato dns` prints of a race.
final class DnsReport {
    private static final String GAP = "  ";

    private final DnsRace race;

    DnsReport(DnsRace race) {
        this.race = race;
    }

    /// The data of the answer's records alone, a line each.
    String brief() {
        return lines(race.answer().records().stream().map(DnsRecord::data).toList());
    }

    /// The records, then how the servers raced.
    ///
    /// ```
    /// www.example.test.  300  A  192.0.2.1
    ///
    /// NOERROR in 1.2 ms
    /// SERVER            TIME     ANSWER
    /// 127.0.0.1:5301    1.2 ms   none yet
    /// 127.0.0.1:5302    1.1 ms   NOERROR, the winner
    /// ```
    String text() {
        var text = new StringBuilder(records());
        if (!text.isEmpty()) {
            text.append(System.lineSeparator());
        }
        text.append(summary()).append(System.lineSeparator());
        var table = new Table("SERVER", "TIME", "ANSWER");
        race.servers().forEach(time -> table.add(time.server().toString(), millis(time.elapsed()), said(time)));
        return text.append(table).toString();
    }

    private String summary() {
        DnsAnswer answer = race.answer();
        String what = answer.question() + ": " + answer.code();
        if (answer.code() == DnsCode.NXDOMAIN) {
            what += ", there is no such name";
        } else if (answer.code() == DnsCode.NOERROR && answer.data().isEmpty()) {
            what += ", there are no such records";
        }
        return what + ", in " + millis(race.elapsed());
    }

    private String records() {
        List<List<String>> rows = race.answer().records().stream()
                .map(record -> List.of(record.name(), Long.toString(record.ttl()), record.type(), record.data()))
                .toList();
        return lines(rows.stream().map(row -> row(row, rows)).toList());
    }

    /// In columns as wide as needed; the last one is never broken, however long it is.
    private static String row(List<String> row, List<List<String>> rows) {
        var text = new StringBuilder();
        for (int i = 0; i < row.size() - 1; i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(each -> each.get(column).length())
                    .max()
                    .orElse(0);
            text.append(row.get(i)).repeat(" ", width - row.get(i).length()).append(GAP);
        }
        return text.append(row.getLast()).toString();
    }

    private static String lines(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        return text.toString();
    }

    private static String said(ServerTime time) {
        String said = switch (time.end()) {
            case WON -> time.detail() + ", the winner";
            case ANSWERED, FAILED -> time.detail();
            case OVERTAKEN -> "none yet";
        };
        return switch (time.strays()) {
            case 0 -> said;
            case 1 -> said + "; a datagram passed over";
            default -> said + "; " + time.strays() + " datagrams passed over";
        };
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    /// One object, on one line.
    String json() {
        DnsAnswer answer = race.answer();
        var json = new Json()
                .beginObject()
                .field("name", answer.question().name())
                .field("type", answer.question().type().name())
                .field("code", answer.code().name())
                .field("winner", race.winner().toString())
                .field("micros", micros(race.elapsed()));
        addRecords(json, "records", answer.records());
        addRecords(json, "authority", answer.authority());
        json.beginArray("servers");
        for (ServerTime time : race.servers()) {
            json.beginObject()
                    .field("server", time.server().toString())
                    .field("end", time.end().name().toLowerCase(Locale.ROOT))
                    .field("micros", micros(time.elapsed()))
                    .field("detail", time.detail())
                    .field("strays", time.strays())
                    .endObject();
        }
        return json.endArray().endObject() + System.lineSeparator();
    }

    private static void addRecords(Json json, String name, List<DnsRecord> records) {
        json.beginArray(name);
        for (DnsRecord record : records) {
            json.beginObject()
                    .field("name", record.name())
                    .field("ttl", record.ttl())
                    .field("type", record.type())
                    .field("data", record.data())
                    .endObject();
        }
        json.endArray();
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }
}
