export const linksTexts = {
  'links.title': 'Open this link?',
  'links.about': 'A link from outside the app asks for this place. Nothing has been opened or connected yet.',
  'links.cluster': 'Cluster',
  'links.servers': 'Servers',
  'links.topic': 'Topic',
  'links.partition': 'Partition',
  'links.offset': 'Offset',
  'links.unknown':
    'You have no cluster called “{name}”. A link cannot add one: ask whoever sent it for the servers, and add them yourself.',
  'links.several': 'Several of your clusters are called “{name}”. Choose the one that is meant.',
  'links.willConnect': 'Opening connects to this cluster and reads. Nothing is written.',
  'links.open': 'Open',
} as const;
