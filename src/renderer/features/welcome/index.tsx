/** The welcome screen: clusters, local Kafka, what the user must know. May touch app/, ui/, state/ and shared. */
export { Welcome } from './welcome.tsx';
