/**
 * The registry room: a thin client of the Confluent Schema Registry API, as far as decoding a record needs it, and what
 * it answered. Confluent's own, Apicurio (ccompat), Karapace and others that speak it. May touch shared, and through
 * their doors core/network, core/kafka (certificates only), core/logging (masking), core/serdes and core/settings (types).
 */
export { createRegistries, type Registries, type RegistriesOptions } from './registries.ts';
export { resolveRegistry, type RegistryProfile, type RegistrySettings } from './settings.ts';
