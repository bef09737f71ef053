/** The Network section of Settings: who was contacted and why, the proxy, own certificates. May touch app/, ui/, state/ and shared. */
export { NetworkSection } from './network-section.tsx';
