// Reads quotes with Kafka's own client, and holds them as they are now: revised, retracted and all.
//
//     BROKERS=localhost:9092 java -cp 'libs/*' ConsumeQuotes.java
//
// libs holds org.apache.kafka:kafka-clients, which brings lz4, and com.fasterxml.jackson.core:jackson-databind, with what
// they need, as Maven and Gradle fetch it.

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.*;

class ConsumeQuotes {
    static final String BROKERS = System.getenv().getOrDefault("BROKERS", "localhost:9092");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC_PREFIX", "") + "quotes.v1";
    static final ObjectMapper JSON = new ObjectMapper();

    /** By article id, and by `index` within the article. */
    static final Map<String, SortedMap<Integer, JsonNode>> HELD = new HashMap<>();

    /** Upserts a quote by (article id, index), and drops what a revision or retraction leaves behind. */
    static void take(String articleId, String value) throws Exception {
        if (value == null) { // retracted, or without quotes now
            HELD.remove(articleId);
            return;
        }
        JsonNode quote = JSON.readTree(value);
        SortedMap<Integer, JsonNode> quotes = HELD.computeIfAbsent(articleId, id -> new TreeMap<>());
        quotes.put(quote.get("index").asInt(), quote);
        quotes.tailMap(quote.get("count").asInt()).clear();
    }

    static String now(String articleId) {
        SortedMap<Integer, JsonNode> quotes = HELD.getOrDefault(articleId, new TreeMap<>());
        List<String> said = new ArrayList<>();
        for (JsonNode quote : quotes.values())
            said.add(quote.get("speaker_name").asText() + ": " + quote.get("text").asText());
        return articleId + " has " + quotes.size() + ": " + String.join("; ", said);
    }

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", BROKERS);
        settings.put("isolation.level", "read_committed"); // not Kafka's default; without it, aborted work is read too
        settings.put("auto.offset.reset", "earliest"); // what is held is in memory here, so each start reads everything
        settings.put("group.id", TOPIC + "-example-" + UUID.randomUUID());
        settings.put("enable.auto.commit", "false");

        // The last identities: only who acts on each record has to ask, since a copy changes nothing that is held.
        Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > 100_000;
            }
        });
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            Runtime.getRuntime().addShutdownHook(new Thread(consumer::wakeup));
            consumer.subscribe(List.of(TOPIC));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    take(record.key(), record.value());
                    if (seen.add(new String(record.headers().lastHeader("ce_id").value())))
                        System.out.println(now(record.key()));
                }
            }
        } catch (WakeupException stopped) {
            // Ctrl-C
        }
    }
}
