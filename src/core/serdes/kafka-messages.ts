/**
 * Records of Kafka's own topics, from the message schemas inside Apache Kafka 4.3.0 (kafka-group-coordinator,
 * kafka-transaction-coordinator and kafka-share-coordinator, `common/message/*.json`, Apache-2.0), written shorter:
 * `name:type`, then `?n` nullable from version n on, `#t` a tagged field with tag t, `@n` or `@n-m` the versions that have it.
 */
export type KafkaLayout = {
  /** The newest version that is known. */
  readonly latest: number;
  /** From this version on lengths are varints and fields may be tagged. */
  readonly flexible?: number;
  readonly fields: string;
  readonly structs?: Readonly<Record<string, string>>;
};

/** `key`: its fields; keys have one version, the number that names the record's type. */
export type KafkaRecordType = { readonly name: string; readonly key: string; readonly value: KafkaLayout };

/** `__consumer_offsets`, by the number in the key. */
export const OFFSETS_RECORDS: ReadonlyMap<number, KafkaRecordType> = new Map<number, KafkaRecordType>([
  [
    0,
    {
      name: 'LegacyOffsetCommit',
      key: 'group:string topic:string partition:int32',
      value: {
        latest: 0,
        fields: 'offset:int64 metadata:string commitTimestamp:int64',
      },
    },
  ],
  [
    1,
    {
      name: 'OffsetCommit',
      key: 'group:string topic:string partition:int32',
      value: {
        latest: 4,
        flexible: 4,
        fields:
          'offset:int64 leaderEpoch:int32@3 metadata:string commitTimestamp:int64 expireTimestamp:int64@1-1 topicId:uuid#0@4',
      },
    },
  ],
  [
    2,
    {
      name: 'GroupMetadata',
      key: 'group:string',
      value: {
        latest: 4,
        flexible: 4,
        fields:
          'protocolType:string generation:int32 protocol:string?0 leader:string?0 currentStateTimestamp:int64@2 members:[]MemberMetadata',
        structs: {
          MemberMetadata:
            'memberId:string groupInstanceId:string?3@3 clientId:string clientHost:string rebalanceTimeout:int32@1 sessionTimeout:int32 subscription:bytes assignment:bytes',
        },
      },
    },
  ],
  [
    3,
    {
      name: 'ConsumerGroupMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'epoch:int32 metadataHash:int64#0',
      },
    },
  ],
  [
    4,
    {
      name: 'ConsumerGroupPartitionMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'topics:[]TopicMetadata',
        structs: {
          PartitionMetadata: 'partition:int32 racks:[]string',
          TopicMetadata: 'topicId:uuid topicName:string numPartitions:int32 partitionMetadata:[]PartitionMetadata',
        },
      },
    },
  ],
  [
    5,
    {
      name: 'ConsumerGroupMemberMetadata',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'instanceId:string?0 rackId:string?0 clientId:string clientHost:string subscribedTopicNames:[]string subscribedTopicRegex:string?0 rebalanceTimeoutMs:int32 serverAssignor:string?0 classicMemberMetadata:ClassicMemberMetadata?0#0',
        structs: {
          ClassicProtocol: 'name:string metadata:bytes',
          ClassicMemberMetadata: 'sessionTimeoutMs:int32 supportedProtocols:[]ClassicProtocol',
        },
      },
    },
  ],
  [
    6,
    {
      name: 'ConsumerGroupTargetAssignmentMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'assignmentEpoch:int32 assignmentTimestamp:int64#0',
      },
    },
  ],
  [
    7,
    {
      name: 'ConsumerGroupTargetAssignmentMember',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'topicPartitions:[]TopicPartition',
        structs: {
          TopicPartition: 'topicId:uuid partitions:[]int32',
        },
      },
    },
  ],
  [
    8,
    {
      name: 'ConsumerGroupCurrentMemberAssignment',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'memberEpoch:int32 previousMemberEpoch:int32 state:int8 assignedPartitions:[]TopicPartitions partitionsPendingRevocation:[]TopicPartitions',
        structs: {
          TopicPartitions: 'topicId:uuid partitions:[]int32 assignmentEpochs:[]int32?0#0',
        },
      },
    },
  ],
  [
    10,
    {
      name: 'ShareGroupMemberMetadata',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'rackId:string?0 clientId:string clientHost:string subscribedTopicNames:[]string',
      },
    },
  ],
  [
    11,
    {
      name: 'ShareGroupMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'epoch:int32 metadataHash:int64',
      },
    },
  ],
  [
    12,
    {
      name: 'ShareGroupTargetAssignmentMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'assignmentEpoch:int32 assignmentTimestamp:int64#0',
      },
    },
  ],
  [
    13,
    {
      name: 'ShareGroupTargetAssignmentMember',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'topicPartitions:[]TopicPartition',
        structs: {
          TopicPartition: 'topicId:uuid partitions:[]int32',
        },
      },
    },
  ],
  [
    14,
    {
      name: 'ShareGroupCurrentMemberAssignment',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'memberEpoch:int32 previousMemberEpoch:int32 state:int8 assignedPartitions:[]TopicPartitions',
        structs: {
          TopicPartitions: 'topicId:uuid partitions:[]int32',
        },
      },
    },
  ],
  [
    15,
    {
      name: 'ShareGroupStatePartitionMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'initializingTopics:[]TopicPartitionsInfo initializedTopics:[]TopicPartitionsInfo deletingTopics:[]TopicInfo',
        structs: {
          TopicPartitionsInfo: 'topicId:uuid topicName:string partitions:[]int32',
          TopicInfo: 'topicId:uuid topicName:string',
        },
      },
    },
  ],
  [
    16,
    {
      name: 'ConsumerGroupRegularExpression',
      key: 'groupId:string regularExpression:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'topics:[]string version:int64 timestamp:int64',
      },
    },
  ],
  [
    17,
    {
      name: 'StreamsGroupMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'epoch:int32 metadataHash:int64 validatedTopologyEpoch:int32#0 lastAssignmentConfigs:[]LastAssignmentConfig?0#1',
        structs: {
          LastAssignmentConfig: 'key:string value:string',
        },
      },
    },
  ],
  [
    19,
    {
      name: 'StreamsGroupMemberMetadata',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'instanceId:string?0 rackId:string?0 clientId:string clientHost:string rebalanceTimeoutMs:int32 topologyEpoch:int32 processId:string userEndpoint:Endpoint?0 clientTags:[]KeyValue',
        structs: {
          Endpoint: 'host:string port:uint16',
          KeyValue: 'key:string value:string',
        },
      },
    },
  ],
  [
    20,
    {
      name: 'StreamsGroupTargetAssignmentMetadata',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'assignmentEpoch:int32 assignmentTimestamp:int64#0',
      },
    },
  ],
  [
    21,
    {
      name: 'StreamsGroupTargetAssignmentMember',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'activeTasks:[]TaskIds standbyTasks:[]TaskIds warmupTasks:[]TaskIds',
        structs: {
          TaskIds: 'subtopologyId:string partitions:[]int32',
        },
      },
    },
  ],
  [
    22,
    {
      name: 'StreamsGroupCurrentMemberAssignment',
      key: 'groupId:string memberId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'memberEpoch:int32 previousMemberEpoch:int32 state:int8 activeTasks:[]TaskIds standbyTasks:[]TaskIds warmupTasks:[]TaskIds activeTasksPendingRevocation:[]TaskIds standbyTasksPendingRevocation:[]TaskIds warmupTasksPendingRevocation:[]TaskIds',
        structs: {
          TaskIds: 'subtopologyId:string partitions:[]int32 assignmentEpochs:[]int32?0#0',
        },
      },
    },
  ],
  [
    23,
    {
      name: 'StreamsGroupTopology',
      key: 'groupId:string',
      value: {
        latest: 0,
        flexible: 0,
        fields: 'epoch:int32 subtopologies:[]Subtopology',
        structs: {
          TopicConfig: 'key:string value:string',
          TopicInfo: 'name:string partitions:int32 replicationFactor:int16 topicConfigs:[]TopicConfig',
          CopartitionGroup: 'sourceTopics:[]int16 sourceTopicRegex:[]int16 repartitionSourceTopics:[]int16',
          Subtopology:
            'subtopologyId:string sourceTopics:[]string sourceTopicRegex:[]string stateChangelogTopics:[]TopicInfo repartitionSinkTopics:[]string repartitionSourceTopics:[]TopicInfo copartitionGroups:[]CopartitionGroup',
        },
      },
    },
  ],
]);

/** `__transaction_state`. */
export const TRANSACTION_RECORDS: ReadonlyMap<number, KafkaRecordType> = new Map<number, KafkaRecordType>([
  [
    0,
    {
      name: 'TransactionLog',
      key: 'transactionalId:string',
      value: {
        latest: 1,
        flexible: 1,
        fields:
          'producerId:int64 previousProducerId:int64#0@1 nextProducerId:int64#1@1 producerEpoch:int16 nextProducerEpoch:int16#3@1 transactionTimeoutMs:int32 transactionStatus:int8 transactionPartitions:[]PartitionsSchema?0 transactionLastUpdateTimestampMs:int64 transactionStartTimestampMs:int64 clientTransactionVersion:int16#2@1',
        structs: {
          PartitionsSchema: 'topic:string partitionIds:[]int32',
        },
      },
    },
  ],
]);

/** `__share_group_state`. */
export const SHARE_STATE_RECORDS: ReadonlyMap<number, KafkaRecordType> = new Map<number, KafkaRecordType>([
  [
    0,
    {
      name: 'ShareSnapshot',
      key: 'groupId:string topicId:uuid partition:int32',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'snapshotEpoch:int32 stateEpoch:int32 leaderEpoch:int32 startOffset:int64 deliveryCompleteCount:int32#0 createTimestamp:int64 writeTimestamp:int64 stateBatches:[]StateBatch',
        structs: {
          StateBatch: 'firstOffset:int64 lastOffset:int64 deliveryState:int8 deliveryCount:int16',
        },
      },
    },
  ],
  [
    1,
    {
      name: 'ShareUpdate',
      key: 'groupId:string topicId:uuid partition:int32',
      value: {
        latest: 0,
        flexible: 0,
        fields:
          'snapshotEpoch:int32 leaderEpoch:int32 startOffset:int64 deliveryCompleteCount:int32#0 stateBatches:[]StateBatch',
        structs: {
          StateBatch: 'firstOffset:int64 lastOffset:int64 deliveryState:int8 deliveryCount:int16',
        },
      },
    },
  ],
]);
