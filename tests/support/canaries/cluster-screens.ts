import { expect, type Locator, type Page } from '@playwright/test';
import { SLOW, type Screen, type Using } from './screen.ts';

const formOf = (page: Page) => page.getByRole('dialog', { name: 'New cluster' });

async function openForm(page: Page, name: string, servers: string): Promise<Locator> {
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = formOf(page);
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(servers);
  return form;
}

async function testFails(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Test connection' }).click();
  const failure = form.getByRole('alert').first();
  await expect(failure).toBeVisible(SLOW);
  const details = failure.getByText('Details', { exact: true });
  if (await details.isVisible()) await details.click();
}

async function leave(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Cancel' }).last().click();
  await form.getByRole('button', { name: 'Leave' }).click();
  await expect(form).toBeHidden();
}

async function fillSasl(form: Locator, password: string, username = 'bob'): Promise<void> {
  await form.getByText('SASL_PLAINTEXT', { exact: true }).click();
  await form.getByRole('textbox', { name: 'User', exact: true }).fill(username);
  await form.getByLabel('Password', { exact: true }).fill(password);
}

async function chooseMechanism(form: Locator, mechanism: string): Promise<void> {
  await form.getByRole('combobox', { name: 'Mechanism' }).click();
  await form.page().getByRole('option', { name: mechanism }).click();
}

const refused: Screen = {
  name: 'a password that is refused, reported to support from where it failed',
  async use({ app: { page }, canaries, broker }) {
    const form = await openForm(page, 'Refused', broker.listeners.saslPlaintext);
    await fillSasl(form, canaries.of('password PLAIN'));
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512', 'PLAIN'] as const) {
      await chooseMechanism(form, mechanism);
      await form.getByLabel('Password', { exact: true }).fill(canaries.of(`password ${mechanism}`));
      await testFails(form);
    }
    await form.getByRole('button', { name: 'Report to support' }).click();
    const support = page.getByRole('dialog', { name: 'Support' });
    await expect(support.getByRole('group', { name: 'What failed' })).toBeVisible();
    await support.getByRole('button', { name: 'Close' }).click();
    await expect(support).toBeHidden();
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(form).toBeHidden();
    const keep = page.getByRole('dialog', { name: 'How should passwords be kept?' });
    await keep.getByLabel('New passphrase').fill(canaries.of('box passphrase'));
    await keep.getByLabel('Type it again').fill(canaries.of('box passphrase'));
    await keep.getByRole('button', { name: 'Keep them so' }).click();
    await expect(keep).toBeHidden();
    await page.getByRole('button', { name: 'Refused', exact: true }).click();
    await expect(page.getByRole('alert')).toBeVisible(SLOW);
    await page.getByRole('alert').getByText('Details', { exact: true }).click();
    await page.getByRole('button', { name: 'All clusters', exact: true }).click();
  },
};

const replaced: Screen = {
  name: 'a stored password replaced, and one among the addresses',
  async use({ app: { page }, canaries }) {
    await page.getByRole('button', { name: 'Actions for Refused' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const form = page.getByRole('dialog', { name: 'Edit Refused' });
    await form.getByRole('button', { name: 'Replace Password' }).click();
    await form.getByLabel('Password', { exact: true }).fill(canaries.of('password replaced by another'));
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(form).toBeHidden();
    const other = await openForm(page, 'Among', `bob:${canaries.of('password in bootstrap servers')}@127.0.0.1:1`);
    await testFails(other);
    await leave(other);
  },
};

const accepted: Screen = {
  name: 'a password that is right, tested, saved and used',
  async use({ app: { page }, canaries, broker }) {
    const { username, password } = broker.admin;
    canaries.add('password of the broker', password);
    const form = await openForm(page, 'Accepted', broker.listeners.saslPlaintext);
    await form.getByText('SASL_PLAINTEXT', { exact: true }).click();
    await chooseMechanism(form, 'SCRAM-SHA-256');
    await form.getByRole('textbox', { name: 'User', exact: true }).fill(username);
    await form.getByLabel('Password', { exact: true }).fill(password);
    await form.getByRole('button', { name: 'Test connection' }).click();
    await expect(form.getByText(/^Connected: /)).toBeVisible(SLOW);
    await form.getByRole('button', { name: 'Save and open' }).click();
    await expect(page.getByRole('grid', { name: 'Topics' })).toBeVisible(SLOW);
    await page.getByRole('button', { name: 'All clusters', exact: true }).click();
  },
};

const pem: Screen = {
  name: 'a key as text, with its passphrase',
  async use({ app: { page }, canaries, broker }) {
    const form = await openForm(page, 'Keys', broker.listeners.mtls);
    await form.getByText('SSL', { exact: true }).click();
    const { client } = broker.certificates;
    for (const [label, text] of [
      ['Client certificate', client.certificate + canaries.of('private key among certificates')],
      ['Client key', canaries.of('private key')],
    ] as const) {
      await form
        .getByRole('radiogroup', { name: `${label}: where from` })
        .getByText('Text', { exact: true })
        .click();
      await form.getByRole('textbox', { name: label, exact: true }).fill(text);
    }
    await form.getByLabel('Passphrase of the key').fill(canaries.of('key passphrase'));
    await testFails(form);
    await form.getByRole('textbox', { name: 'Client certificate', exact: true }).fill(client.certificate);
    await testFails(form);
    await leave(form);
  },
};

const stores: Screen = {
  name: 'passwords of Java key stores',
  async use({ app: { page }, canaries, broker }) {
    const { trustStoreP12, keyStoreJks } = broker.certificates;
    const form = await openForm(page, 'Stores', broker.listeners.mtls);
    await form.getByText('SSL', { exact: true }).click();
    await form.getByText('Key stores (JKS, PKCS12)').click();
    await form.getByRole('textbox', { name: 'Truststore', exact: true }).fill(trustStoreP12);
    await form.getByLabel('Truststore password').fill(canaries.of('trust store password'));
    await form.getByRole('textbox', { name: 'Keystore', exact: true }).fill(keyStoreJks);
    await form.getByLabel('Keystore password').fill(canaries.of('key store password'));
    await testFails(form);
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(form).toBeHidden();
  },
};

const registry: Screen = {
  name: 'password, token and key of a registry that says back what it was asked with',
  async use({ app: { page }, canaries, broker, echoUrl }) {
    const form = await openForm(page, 'Registry', broker.listeners.plaintext);
    const addresses = form.getByRole('textbox', { name: 'Addresses' });
    await addresses.fill(echoUrl);
    await form.getByText('User and password', { exact: true }).click();
    await form.getByRole('textbox', { name: 'Registry user' }).fill('bob');
    await form.getByLabel('Registry password').fill(canaries.of('registry password'));
    await testFails(form);
    await form.getByText('Token', { exact: true }).click();
    await form.getByLabel('Registry token').fill(canaries.of('registry token'));
    await testFails(form);
    await form.getByText('None', { exact: true }).first().click();
    await addresses.fill(echoUrl.replace('//', `//bob:${canaries.of('registry password in its address')}@`));
    await testFails(form);
    await addresses.fill(echoUrl.replace('http:', 'https:'));
    const key = 'Registry client key';
    await form
      .getByRole('radiogroup', { name: `${key}: where from` })
      .getByText('Text', { exact: true })
      .click();
    await form.getByRole('textbox', { name: key, exact: true }).fill(canaries.of('registry private key'));
    await form.getByLabel('Passphrase of the registry key').fill(canaries.of('registry key passphrase'));
    await testFails(form);
    await leave(form);
  },
};

const pasted: Screen = {
  name: 'configurations pasted: what fills the form, and what is not understood',
  async use({ app: { page }, canaries }) {
    const form = await openForm(page, 'Pasted', '127.0.0.1:1');
    await form.getByText('Paste configuration').click();
    const texts = [
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="bob" password="${canaries.of('JAAS password pasted')}";\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN`,
      `sasl.username=bob\nsasl.password=${canaries.of('librdkafka password pasted')}\nssl.key.password=${canaries.of('key password pasted')}`,
      `some.future.secret=${canaries.of('unknown setting pasted')}\nsasl.oauthbearer.client.secret=${canaries.of('OAuth client secret pasted')}`,
      `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username='bob' password='${canaries.of('JAAS SCRAM password pasted')}';`,
      `ssl.keystore.password=${canaries.of('key store password pasted')}\nssl.truststore.password=${canaries.of('trust store password pasted')}`,
      `ssl.keystore.type=PEM\nssl.keystore.key=${canaries.of('private key pasted').replaceAll('\n', ' \\\n')}`,
      `schema.registry.url=http://127.0.0.1:1\nbearer.auth.token=${canaries.of('bearer token pasted')}`,
      `schema.registry.url=http://127.0.0.1:1\nbasic.auth.user.info=bob:${canaries.of('basic auth of a registry pasted')}`,
    ];
    for (const text of texts) {
      await form.getByRole('textbox', { name: 'Configuration text' }).fill(text);
      await form.getByRole('button', { name: 'Fill the form' }).click();
      await expect(form.getByRole('textbox', { name: 'Configuration text' })).toHaveValue('');
    }
    await testFails(form);
    await leave(form);
  },
};

/** The form of a cluster, in the order its screens are used: the first password asks how passwords are kept. */
export const CLUSTER_SCREENS: ReadonlyArray<Screen> = [refused, replaced, accepted, pem, stores, registry, pasted];

/** A password typed and not yet saved: what a crash would find in memory. */
export async function typePassword({ app: { page }, canaries }: Pick<Using, 'app' | 'canaries'>): Promise<void> {
  const form = await openForm(page, 'Crashing', '127.0.0.1:1');
  await fillSasl(form, canaries.of('password of a draft only tested'));
}
