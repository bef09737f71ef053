import { Textarea } from '@mantine/core';
import { EngineKind, SecurityProtocol } from '../../../shared/contract/clusters.ts';
import { t } from '../../app/texts.ts';
import { Choice } from './choice.tsx';
import type { SectionProps } from './form-props.ts';
import { Section } from './section.tsx';

/** Where the cluster is, which protocol it speaks and which client speaks to it. */
export function ConnectionSection({ draft, errors, change }: SectionProps) {
  return (
    <Section title={t('clusters.connection')}>
      <Textarea
        label={t('clusters.bootstrap')}
        description={t('clusters.bootstrapAbout')}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder="localhost:9092"
        classNames={{ input: 'mono' }}
        value={draft.bootstrapServers}
        error={errors['bootstrapServers']}
        autosize
        minRows={1}
        maxRows={5}
        spellCheck={false}
        onChange={(event) => change({ bootstrapServers: event.currentTarget.value })}
      />
      <Choice
        label={t('clusters.protocol')}
        value={draft.protocol}
        options={SecurityProtocol.options.map((protocol) => ({ value: protocol, label: protocol }))}
        about={t(`clusters.protocolAbout.${draft.protocol}`)}
        onChange={(protocol) => change({ protocol })}
      />
      <Choice
        label={t('clusters.engine')}
        value={draft.engine}
        options={EngineKind.options.map((engine) => ({ value: engine, label: t(`clusters.engine.${engine}`) }))}
        about={t(`clusters.engineAbout.${draft.engine}`)}
        onChange={(engine) => change({ engine })}
      />
    </Section>
  );
}
