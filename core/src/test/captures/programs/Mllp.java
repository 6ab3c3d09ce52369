import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.v24.message.ADT_A01;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.model.Message;
import java.util.Map;

/// HL7 messages over MLLP: a client that sends two, or a server that acknowledges them.
class Mllp {
    static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        HapiContext context = new DefaultHapiContext();
        if (args[0].equals("serve")) {
            var server = context.newServer(port, false);
            server.registerApplication(new Acknowledging());
            server.startAndWait();
        } else {
            var connection = context.newClient("127.0.0.1", port, false);
            for (String name : new String[] {"Alice", "Bob"}) {
                connection.getInitiator().sendAndReceive(admission(name));
            }
            connection.close();
            context.close();
        }
    }

    private static Message admission(String name) throws Exception {
        var message = new ADT_A01();
        message.initQuickstart("ADT", "A01", "P");
        message.getPID().getPatientName(0).getGivenName().setValue(name);
        return message;
    }

    private static final class Acknowledging implements ReceivingApplication<Message> {
        @Override
        public Message processMessage(Message message, Map<String, Object> metadata)
                throws ca.uhn.hl7v2.HL7Exception {
            try {
                return message.generateACK();
            } catch (java.io.IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean canProcess(Message message) {
            return true;
        }
    }
}
