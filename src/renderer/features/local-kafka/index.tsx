/** The Kafka on this computer: start, progress, stop. May touch app/, ui/, state/ and shared. */
export { LocalKafkaCard } from './local-kafka-card.tsx';
