"""Made version-1.sqlite, once, with the program of the commit before format version 2: `make-version-1.py LEXI`.

The file has everything that a file of version 1 can hold: all types, local and global indexes, items that were changed and
removed, a token, an item with overflow pages, an index that is half filled, a dropped table that is not emptied.
"""
import signal
import sqlite3
import subprocess
import sys
import time

import boto3

LEXI=sys.argv[1]
p=subprocess.Popen([LEXI,'dynamodb','--data','data','--port','8765','--log-level','error'],stdout=subprocess.DEVNULL)
time.sleep(1)
c=boto3.client('dynamodb',endpoint_url='http://127.0.0.1:8765',region_name='us-east-1',aws_access_key_id='a',aws_secret_access_key='b')
S=lambda s:{'S':s}; N=lambda n:{'N':str(n)}
A=lambda **k:[{'AttributeName':n,'AttributeType':t} for n,t in k.items()]
K=lambda *n:[{'AttributeName':n[0],'KeyType':'HASH'}]+[{'AttributeName':x,'KeyType':'RANGE'} for x in n[1:]]
P=lambda t,*n:({'ProjectionType':t,'NonKeyAttributes':list(n)} if n else {'ProjectionType':t})
c.create_table(TableName='Indexed',AttributeDefinitions=A(pk='S',sk='S',ln='N',gpk='S',gsk='N'),KeySchema=K('pk','sk'),
  LocalSecondaryIndexes=[dict(IndexName='localAll',KeySchema=K('pk','ln'),Projection=P('ALL')),
    dict(IndexName='localKeys',KeySchema=K('pk','ln'),Projection=P('KEYS_ONLY'))],
  GlobalSecondaryIndexes=[dict(IndexName='globalAll',KeySchema=K('gpk','gsk'),Projection=P('ALL')),
    dict(IndexName='globalKeys',KeySchema=K('gpk','gsk'),Projection=P('KEYS_ONLY')),
    dict(IndexName='globalInclude',KeySchema=K('gpk','gsk'),Projection=P('INCLUDE','a'))],
  BillingMode='PAY_PER_REQUEST',Tags=[{'Key':'stage','Value':'test'}],DeletionProtectionEnabled=True,
  StreamSpecification={'StreamEnabled':True,'StreamViewType':'NEW_AND_OLD_IMAGES'},
  WarmThroughput={'ReadUnitsPerSecond':13000,'WriteUnitsPerSecond':5000})
c.update_time_to_live(TableName='Indexed',TimeToLiveSpecification={'Enabled':True,'AttributeName':'expires'})
for i in range(40):
    item={'pk':S(f'p{i%4}'),'sk':S(f's{i:03}'),'text':S('é'*(i%7)),'number':N('-1.25E-7'),'bin':{'B':bytes([0,255,i])},
      'flag':{'BOOL':i%2==0},'nothing':{'NULL':True},'list':{'L':[N(i),S('x'),{'M':{'deep':{'L':[]}}}]},
      'map':{'M':{f'id-{i}':N(i),'always':S('y')}},'ss':{'SS':['a','b']},'ns':{'NS':['1','2.5']},'bs':{'BS':[b'q',b'w']},
      'version':N(1)}
    if i%3: item['ln']=N(i)
    if i%2: item|={'gpk':S(f'g{i%5}'),'gsk':N(i*10),'a':S(f'a{i}')}
    c.put_item(TableName='Indexed',Item=item)
for i in range(0,40,5): c.delete_item(TableName='Indexed',Key={'pk':S(f'p{i%4}'),'sk':S(f's{i:03}')})
for i in range(1,40,10): c.update_item(TableName='Indexed',Key={'pk':S(f'p{i%4}'),'sk':S(f's{i:03}')},
   UpdateExpression='SET gsk = :g, version = version + :one',ExpressionAttributeValues={':g':N(-i),':one':N(1)})
# A transaction with its token.
c.create_table(TableName='Numbers',AttributeDefinitions=A(id='N'),KeySchema=K('id'),
  ProvisionedThroughput=dict(ReadCapacityUnits=5,WriteCapacityUnits=6))
for r in range(2):
    c.transact_write_items(ClientRequestToken='token-of-version-1',TransactItems=[{'Update':{'TableName':'Numbers','Key':{'id':N(7)},
      'UpdateExpression':'ADD #c :one','ExpressionAttributeNames':{'#c':'count'},'ExpressionAttributeValues':{':one':N(1)}}}])
# A large item, with overflow pages.
c.put_item(TableName='Numbers',Item={'id':N(8),'blob':{'B':bytes(range(256))*40}})
# An index that is half filled, and a table that is dropped and not emptied: a damaged row stops the filling, and the emptying after it.
c.create_table(TableName='Filling',AttributeDefinitions=A(id='S'),KeySchema=K('id'),BillingMode='PAY_PER_REQUEST')
for i in range(300): c.put_item(TableName='Filling',Item={'id':S(f'f{i:03}'),'group':S(f'g{i%3}')})
c.create_table(TableName='Dropped',AttributeDefinitions=A(id='S'),KeySchema=K('id'),BillingMode='PAY_PER_REQUEST')
for i in range(20): c.put_item(TableName='Dropped',Item={'id':S(f'd{i}')})
def raw(): return sqlite3.connect('data/lexi.sqlite',timeout=5)
d=raw()
# the storage with 300 rows
ids=[n for (n,) in d.execute("select name from sqlite_schema where type='table' and name glob 'r[0-9]*'")]
t=[n for n in ids if d.execute(f'select count(*) from {n}').fetchone()[0]==300][0]
(last,good)=d.execute(f'select k,v from {t} order by k desc limit 1').fetchone()
d.execute(f'update {t} set v=? where k=?',(good[:-1]+bytes([good[-1]^1]),last)); d.commit(); d.close()
c.update_table(TableName='Filling',AttributeDefinitions=A(id='S',group='S'),GlobalSecondaryIndexUpdates=[{'Create':dict(IndexName='byGroup',KeySchema=K('group'),Projection=P('ALL'))}])
time.sleep(1.5)
c.delete_table(TableName='Dropped')
time.sleep(.3)
p.send_signal(signal.SIGTERM); p.wait()
d=raw()
d.execute(f'update {t} set v=? where k=?',(good,last)); d.commit()
print(d.execute('pragma journal_mode').fetchall(), d.execute('pragma wal_checkpoint(truncate)').fetchall())
for n in [n for (n,) in d.execute("select name from sqlite_schema where type='table'")]: print(n, d.execute(f'select count(*) from {n}').fetchone())
print(d.execute('select id,length(cursor) from backfills').fetchall(), d.execute('select * from purges').fetchall(), d.execute('select * from tokens').fetchall(), d.execute('select * from meta').fetchall(), d.execute('pragma user_version').fetchall())
d.close()
