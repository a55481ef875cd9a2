// Publishes two raw articles with @platformatic/kafka, and learns that one of them became a dead letter.
//
//     npm install @platformatic/kafka
//     BROKERS=localhost:9092 node produce.mjs

import { randomUUID } from 'node:crypto'
import {
  Consumer, FetchIsolationLevels, ProduceAcks, Producer, compatibilityPartitioner, stringDeserializers, stringSerializers
} from '@platformatic/kafka'

const BROKERS = (process.env.BROKERS ?? 'localhost:9092').split(',')
const TOPIC = `${process.env.TOPIC_PREFIX ?? ''}articles.raw.v1`

const RUN = randomUUID().slice(0, 8)
const ARTICLES = [
  {
    id: `good-${RUN}`,
    title: 'Harbour opens again',
    source: 'The Example Times',
    language: 'en',
    body: '"The ships can come back now," said Anna Winter, the harbour master, on Monday.'
  },
  { id: `bad-${RUN}`, title: 'An article without a body' }
]

/** Publishes each article under its id: the key keeps its revisions in order, in one partition. */
async function publish () {
  const producer = new Producer({
    clientId: 'quotewire-example',
    bootstrapBrokers: BROKERS,
    serializers: stringSerializers,
    acks: ProduceAcks.ALL, // nothing else is safe
    idempotent: true, // a send that is tried again does not become a second record
    compression: 'lz4',
    partitioner: compatibilityPartitioner // a key has the partition that other clients give it
  })
  for (const article of ARTICLES) {
    const { offsets } = await producer.send({ messages: [{ topic: TOPIC, key: article.id, value: JSON.stringify(article) }] })
    const [{ topic, partition, offset }] = offsets
    console.log(`${article.id} is ${topic}-${partition} at offset ${offset}`)
  }
  await producer.close()
}

/** Waits for what was refused: the letter has the key of the article, and says why in a header. */
async function deadLetters () {
  const consumer = new Consumer({
    clientId: 'quotewire-example',
    groupId: `${TOPIC}-example-${RUN}`,
    bootstrapBrokers: BROKERS,
    deserializers: stringDeserializers
  })
  const letters = await consumer.consume({
    topics: [`${TOPIC}-dlt`],
    isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    mode: 'earliest', // a program that runs for long has a groupId that stays, and the mode 'committed'
    autocommit: false
  })
  for await (const { key, headers } of letters) {
    if (!key?.endsWith(RUN)) continue
    console.log(`${key} was refused: ${headers.get('__dlq.errors.message')}`)
    break
  }
  await consumer.close(true)
}

await publish()
await deadLetters()
