/** The Kafka on this computer: start, progress, stop. May touch app/, ui/, state/ and shared. */
export { LocalKafkaJob } from './local-kafka-job.ts';
export { LocalKafkaCard } from './local-kafka-card.tsx';
