// Publishes two raw articles with Kafka's own client, and learns that one of them became a dead letter.
//
//     BROKERS=localhost:9092 java -cp 'libs/*' ProduceArticles.java
//
// libs holds org.apache.kafka:kafka-clients, which brings lz4, and com.fasterxml.jackson.core:jackson-databind, with what
// they need, as Maven and Gradle fetch it.

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

class ProduceArticles {
    static final String BROKERS = System.getenv().getOrDefault("BROKERS", "localhost:9092");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC_PREFIX", "") + "articles.raw.v1";
    static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    static final List<Map<String, String>> ARTICLES = List.of(
        Map.of(
            "id", "good-" + RUN,
            "title", "Harbour opens again",
            "source", "The Example Times",
            "language", "en",
            "body", "\"The ships can come back now,\" said Anna Winter, the harbour master, on Monday."),
        Map.of("id", "bad-" + RUN, "title", "An article without a body"));

    /** Publishes each article under its id: the key keeps its revisions in order, in one partition. */
    static void publish() throws Exception {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", BROKERS);
        settings.put("acks", "all"); // the default, said here since nothing else is safe
        settings.put("enable.idempotence", "true"); // a send that is tried again does not become a second record
        settings.put("compression.type", "lz4");
        settings.put("max.request.size", 12 * 1024 * 1024); // of one article, as the topic has it
        ObjectMapper json = new ObjectMapper();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (Map<String, String> article : ARTICLES) {
                var record = new ProducerRecord<>(TOPIC, article.get("id"), json.writeValueAsString(article));
                RecordMetadata sent = producer.send(record).get();
                System.out.printf(
                    "%s is %s-%d at offset %d%n", article.get("id"), sent.topic(), sent.partition(), sent.offset());
            }
        }
    }

    /** Waits for what was refused: the letter has the key of the article, and says why in a header. */
    static void deadLetters() {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", BROKERS);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest"); // a program that runs for long has a group.id that stays
        settings.put("group.id", TOPIC + "-example-" + RUN);
        settings.put("enable.auto.commit", "false");
        try (var letters = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            letters.subscribe(List.of(TOPIC + "-dlt"));
            while (true) {
                for (var letter : letters.poll(Duration.ofSeconds(1))) {
                    if (letter.key() != null && letter.key().endsWith(RUN)) {
                        String reason = new String(letter.headers().lastHeader("__dlq.errors.message").value());
                        System.out.println(letter.key() + " was refused: " + reason);
                        return;
                    }
                }
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        publish();
        deadLetters();
    }
}
