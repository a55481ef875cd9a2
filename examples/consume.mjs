// Reads quotes with @platformatic/kafka, and holds them as they are now: revised, retracted and all.
//
//     npm install @platformatic/kafka
//     BROKERS=localhost:9092 node consume.mjs

import { randomUUID } from 'node:crypto'
import { Consumer, FetchIsolationLevels, stringDeserializers } from '@platformatic/kafka'

const BROKERS = process.env.BROKERS ?? 'localhost:9092'
const TOPIC = `${process.env.TOPIC_PREFIX ?? ''}quotes.v1`

const held = new Map() // by article id, and by `index` within the article

/** Upserts a quote by (article id, index), and drops what a revision or retraction leaves behind. */
function take (articleId, value) {
  if (!value) { // retracted, or without quotes now
    held.delete(articleId)
    return
  }
  const quote = JSON.parse(value)
  const quotes = held.get(articleId) ?? new Map()
  quotes.set(quote.index, quote)
  for (const index of [...quotes.keys()]) if (index >= quote.count) quotes.delete(index)
  held.set(articleId, quotes)
}

const seen = new Set() // only who acts on each record has to ask, since a copy changes nothing that is held

function isCopy (headers) {
  const identity = headers.get('ce_id')
  if (seen.has(identity)) return true
  seen.add(identity)
  if (seen.size > 100_000) seen.delete(seen.values().next().value)
  return false
}

const consumer = new Consumer({
  clientId: 'quotewire-example',
  groupId: `${TOPIC}-example-${randomUUID()}`,
  bootstrapBrokers: BROKERS.split(','),
  deserializers: stringDeserializers
})
const records = await consumer.consume({
  topics: [TOPIC],
  isolationLevel: FetchIsolationLevels.READ_COMMITTED, // else aborted work is read too
  mode: 'earliest', // what is held is in memory here, so each start reads everything
  autocommit: false
})
process.once('SIGINT', () => consumer.close(true))
for await (const { key, value, headers } of records) {
  take(key, value)
  if (isCopy(headers)) continue
  const quotes = [...(held.get(key) ?? new Map()).values()].sort((one, other) => one.index - other.index)
  console.log(`${key} has ${quotes.length}: ${quotes.map(quote => `${quote.speaker_name}: ${quote.text}`).join('; ')}`)
}
