export const clusterTexts = {
  'clusters.new': 'New cluster',
  'clusters.openNamed': 'Open {name}',
} as const;
